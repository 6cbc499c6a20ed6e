// The tables as Kysely sees them. Times are UTC ms; `…Json` columns hold JSON text that the repositories parse.
import type { Generated } from 'kysely';
import type { EmergencyTables } from './emergency-tables.ts';

interface Meta {
  key: string;
  value: string;
}

interface AreaRow {
  id: string;
  name: string;
  kind: string;
  parent_id: string | null;
  /** `/ar_root/…/ar_this/`, so that a subtree is one prefix. */
  path: string;
  /** Set when the area was merged away; its history keeps the old id. */
  merged_into: string | null;
  rules_json: string;
  delegations_json: string;
  households: number | null;
  people: number | null;
  head_json: string | null;
  deputy_json: string | null;
  /** A village's evacuation plan in words. */
  plan_json: string | null;
  created_at: number;
  removed_at: number | null;
}

interface ClusterRow {
  id: string;
  name: string;
  area_id: string;
  kind: string;
  lat: number | null;
  lon: number | null;
  speakers_json: string;
  languages_json: string | null;
  created_at: number;
  removed_at: number | null;
  revoked_at: number | null;
  /** Raw 32-byte Ed25519 public key, once enrolled. */
  device_key: Uint8Array | null;
  /** The highest connection number seen. */
  connection: Generated<number>;
  settings_version: Generated<number>;
  settings_acknowledged: Generated<number>;
  settings_bytes: Uint8Array | null;
  /** Hash of what the settings say, so that unchanged ones are not signed again. */
  settings_digest: string | null;
  plan_version: Generated<number>;
  plan_acknowledged: Generated<number>;
  plan_bytes: Uint8Array | null;
  plan_digest: string | null;
  library_acknowledged: Generated<number>;
  presence: Generated<string>;
  presence_since: number | null;
  health_json: string | null;
  health_at: number | null;
  fault_part: string | null;
  fault_detail: string | null;
  fault_since: number | null;
  /** Key of its daily on-site codes, 32 bytes. */
  on_site_secret: Uint8Array | null;
}

interface ServesRow {
  cluster_id: string;
  village_id: string;
}

interface EnrolmentRow {
  code_id: string;
  cluster_id: string;
  secret: Uint8Array;
  created_by: string;
  expires_at: number;
  used_at: number | null;
}

interface AccountRow {
  id: string;
  /** Lower case; unique. */
  name: string;
  display_name: string;
  language: string;
  password_hash: string;
  pin_hash: string | null;
  phone_number: string | null;
  /** Key of the six-digit codes of this person's phone, and the last 30-second step that was used up. */
  code_secret: Uint8Array | null;
  code_step: number | null;
  created_at: number;
  disabled_at: number | null;
}

interface RoleRow {
  account_id: string;
  role: string;
  area_id: string;
  position: number;
}

interface SessionRow {
  /** SHA-256 of the cookie. */
  id_hash: string;
  account_id: string;
  created_at: number;
  seen_at: number;
  /** Names the phone that it was opened on. */
  phone: string | null;
}

interface TokenRow {
  id: string;
  token_hash: string;
  account_id: string;
  name: string;
  scopes_json: string;
  created_at: number;
}

interface RecordingRow {
  id: string;
  title: string;
  language: string;
  area_id: string;
  /** The recording that this one says in another language; itself where it is the first. */
  group_id: string;
  state: string;
  error_json: string | null;
  duration_ms: number | null;
  sha256: string | null;
  bytes: number | null;
  loudness_lufs: number | null;
  waveform_json: string | null;
  source: string;
  voice: string | null;
  text: string | null;
  spoken_text: string | null;
  created_by: string;
  created_at: number;
  removed_at: number | null;
}

interface PronunciationRow {
  area_id: string;
  position: number;
  written: string;
  spoken: string;
}

interface ProgrammeRow {
  id: string;
  name: string;
  area_id: string;
  items_json: string;
  created_by: string;
  created_at: number;
  removed_at: number | null;
}

interface ScheduleRow {
  id: string;
  area_id: string;
  title: string;
  class: string;
  content_json: string;
  targets_json: string;
  volume: number;
  passes: number;
  days_json: string;
  /** Local HH:MM. */
  time: string;
  from_day: string;
  to_day: string | null;
  exceptions_json: string;
  paused: number;
  state: string;
  returned_reason: string | null;
  created_by: string;
  created_at: number;
  approved_by: string | null;
  approved_at: number | null;
  /** Of the content that was approved, where approval is asked for; other content needs another word. */
  approved_digest: string | null;
  removed_at: number | null;
}

interface BroadcastRow {
  id: string;
  title: string;
  class: string;
  /** draft | awaiting | returned | approved. */
  state: string;
  /** Lowest area that holds all targets; rights are asked there. */
  area_id: string;
  content_json: string;
  /** What was signed, with titles as they were: frozen at acceptance. */
  frozen_json: string | null;
  targets_json: string;
  target_names_json: string;
  /** Null: at once, when it is accepted. */
  start_at: number | null;
  /** Longest content among its clusters, all passes. */
  duration_ms: number;
  expires_at: number | null;
  volume: number;
  passes: number;
  revision: number;
  schedule_id: string | null;
  schedule_day: string | null;
  created_by: string;
  created_at: number;
  approved_by: string | null;
  approved_at: number | null;
  /** Of the content that was approved, where approval is asked for; other content needs another word. */
  approved_digest: string | null;
  returned_reason: string | null;
  accepted_at: number | null;
  stopped_at: number | null;
  stopped_by: string | null;
  clusters: number;
  unreachable_json: string;
}

interface OrderRow {
  /** The cursor that other nodes and reconnecting agents read after. */
  seq: Generated<number>;
  /** Broadcast id, or stop id. */
  order_id: string;
  revision: number;
  kind: string;
  bytes: Uint8Array;
  class: string;
  targets_json: string;
  /** The clusters that it was for, as the tree stood when it was signed. */
  clusters_json: string;
  issued_at: number;
  start_at: number;
  /** For a play: when it can sound no more; for a stop: until when it is kept. */
  keep_until: number;
}

interface DeliveryRow {
  id: string;
  broadcast_id: string;
  cluster_id: string;
  revision: number;
  state: string;
  sent_at: number | null;
  started_at: number | null;
  ended_at: number | null;
  /** When any revision was first heard here. */
  sounded_at: number | null;
  reason: string | null;
  proof: string | null;
  missed_ms: Generated<number>;
  uncertainty_ms: number | null;
  level_dbfs: number | null;
  reported_at: number | null;
  cluster_name: string;
  area_name: string;
  /** `[{id,name,households,people}]` and languages as they were. */
  villages_json: string;
  languages_json: string;
}

interface FactRow {
  cluster_id: string;
  journal_id: string;
  seq: number;
  delivery_id: string | null;
  kind: string;
  body_json: string;
  received_at: number;
}

interface JournalRow {
  cluster_id: string;
  journal_id: string;
  /** All facts up to this one are stored. */
  acknowledged: number;
  first_seen: number;
}

interface AuditRow {
  seq: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  detail_json: string;
  previous: string;
  hash: string;
}

export interface Tables extends EmergencyTables {
  meta: Meta;
  areas: AreaRow;
  clusters: ClusterRow;
  serves: ServesRow;
  enrolments: EnrolmentRow;
  accounts: AccountRow;
  roles: RoleRow;
  sessions: SessionRow;
  tokens: TokenRow;
  recordings: RecordingRow;
  pronunciations: PronunciationRow;
  programmes: ProgrammeRow;
  schedules: ScheduleRow;
  broadcasts: BroadcastRow;
  orders: OrderRow;
  deliveries: DeliveryRow;
  facts: FactRow;
  journals: JournalRow;
  audit: AuditRow;
}
