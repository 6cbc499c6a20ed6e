// The tables of emergencies as Kysely sees them. Times are UTC ms; `…_json` columns hold JSON text that the repositories parse.

interface AlertRow {
  /** The broadcast's id too: an alert is a broadcast with a life. */
  id: string;
  template: string;
  hazard: string;
  /** actual | drill */
  status: string;
  level: number | null;
  /** awaiting | live | silenced | withdrawn | corrected | dropped; `ended` follows from `repeat_until`. */
  state: string;
  /** What its newest revision is: issue | update | withdraw | correct. */
  message: string;
  /** The preset that sounds; while it is asked for it stands in `asked_json`. */
  siren: string | null;
  /** 1 once anything of it was signed. */
  voice_sent: number;
  slots_json: string;
  text: string;
  specifics: string | null;
  specifics_recording: string | null;
  added_recording: string | null;
  ordered_by: string;
  document_no: string | null;
  source: string;
  /** Path of the area by whose right it was sent: who may silence it must hold the right there or above. */
  authority_path: string;
  proposal_id: string | null;
  /** `{what, siren, until, waitS}` while a second person is asked. */
  asked_json: string | null;
  confirmed_by: string | null;
  confirmed_name: string | null;
  alone_reason: string | null;
  repeat_every_s: number;
  repeat_until: number | null;
  /** The phone of the session that asked: the second person's must be another. */
  created_phone: string | null;
  created_at: number;
  ended_at: number | null;
}

interface AlertActRow {
  alert_id: string;
  n: number;
  at: number;
  act: string;
  by: string | null;
  by_name: string;
  detail: string | null;
}

interface AlertLinkRow {
  token_hash: string;
  alert_id: string;
  /** confirm | report */
  kind: string;
  account_id: string | null;
  village_id: string | null;
  created_by: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

interface CallRow {
  id: string;
  alert_id: string;
  village_id: string;
  at: number;
  by: string | null;
  by_name: string;
  act: string;
  how: string | null;
  households: number | null;
  note: string | null;
}

interface RosterRow {
  area_id: string;
  position: number;
  from_day: string;
  to_day: string;
  account_id: string;
  deputy_id: string | null;
}

interface AreaClipRow {
  area_id: string;
  /** A template's clip, or `plan` in a village: its evacuation plan. */
  name: string;
  language: string;
  recording_id: string;
  recorded_by: string;
  recorded_at: number;
  checked_by: string | null;
  checked_at: number | null;
}

interface GaugeRow {
  id: string;
  name: string;
  river: string;
  levels_json: string;
  datum: string | null;
  decree: string;
  decree_date: string | null;
  areas_json: string;
  area_id: string;
  lat: number | null;
  lon: number | null;
  armed_json: string | null;
  /** The event that goes on: when it began, the highest level proposed, and the proposals. */
  event_json: string | null;
  created_by: string;
  created_at: number;
  removed_at: number | null;
}

interface ReadingRow {
  gauge_id: string;
  at: number;
  level_m: number;
  interpolated: number;
  received_at: number;
  by: string;
}

interface ProposalRow {
  id: string;
  area_id: string;
  source: string;
  origin: string;
  at: number;
  title: string;
  reason: string;
  template: string | null;
  level: number | null;
  targets_json: string;
  slots_json: string;
  siren: number;
  status: string;
  state: string;
  decided_by: string | null;
  decided_name: string | null;
  decided_at: number | null;
  reject_reason: string | null;
  alert_id: string | null;
  expires_at: number | null;
  plays_at: number | null;
  raw: string | null;
  warnings_json: string;
}

interface CapMessageRow {
  area_id: string;
  sender: string;
  identifier: string;
  /** ISO 8601, UTC, however it was written. */
  sent: string;
  sha256: string;
  status: string;
  type: string;
  references_json: string;
  received_at: number;
  verdict: string;
  proposal_id: string | null;
  raw: string;
}

interface CapSenderRow {
  id: string;
  area_id: string;
  sender: string;
  name: string;
  certificate: string | null;
  created_at: number;
}

interface CapFeedRow {
  id: string;
  area_id: string;
  url: string;
  every_s: number;
  read_at: number | null;
  trouble: string | null;
  seen_json: string;
  created_at: number;
}

export interface EmergencyTables {
  alerts: AlertRow;
  alert_acts: AlertActRow;
  alert_links: AlertLinkRow;
  calls: CallRow;
  rosters: RosterRow;
  area_clips: AreaClipRow;
  gauges: GaugeRow;
  readings: ReadingRow;
  proposals: ProposalRow;
  cap_messages: CapMessageRow;
  cap_senders: CapSenderRow;
  cap_feeds: CapFeedRow;
}
