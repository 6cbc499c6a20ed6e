// Somebody at a box sounded a preset without a server: the device's fact of it flows in, an alert with its broadcast and delivery
// comes out, so that it stands in lists and reports like any other. Runs in the transaction that stores the fact.
import type { DeliveryFact, DeliveryOutcome } from '../../../protocol/delivery.ts';
import { id } from '../../../protocol/id.ts';
import { LONGEST_REPEAT_MS } from '../../../protocol/order.ts';
import { addAct, alertById, insertAlert, ON_SITE, type StoredAlert } from '../../store/alerts.ts';
import { appendAudit } from '../../store/audit.ts';
import { broadcastById, changeBroadcast, insertBroadcast, type StoredBroadcast } from '../../store/broadcasts.ts';
import { clusterPlace } from '../../store/cluster-places.ts';
import type { Queryable } from '../../store/database.ts';
import { plantDeliveries } from '../../store/deliveries.ts';

export type OnSiteFact = Extract<DeliveryFact, { kind: 'onSite' }>;

const HOW_WORDS: Record<OnSiteFact['how'], string> = { button: 'nút bấm', key: 'chìa khoá', code: 'mã trong ngày' };

/** True if the fact is the first that speaks of it and an alert was made. */
export async function recordOnSite(
  trx: Queryable,
  { clusterId, fact }: { clusterId: string; fact: OnSiteFact },
  now: number,
): Promise<boolean> {
  const { broadcastId, title, preset, how } = fact;
  if (!id('al').safeParse(broadcastId).success) return false;
  // A device names its own soundings alone: what is there already is not its to change.
  if ((await alertById(trx, broadcastId)) || (await broadcastById(trx, broadcastId))) return false;
  const place = await clusterPlace(trx, clusterId);
  if (!place) return false;
  // A device that has never known the time cannot say when it was.
  const at = fact.uncertaintyMs === null ? now : Math.min(fact.at, now);
  const over = at + LONGEST_REPEAT_MS;
  const by = `Tại chỗ, ${place.clusterName}`;

  const alert: StoredAlert = {
    id: broadcastId,
    template: ON_SITE,
    hazard: 'other',
    status: 'actual',
    level: null,
    state: 'live',
    message: 'issue',
    siren: null,
    voiceSent: true,
    slots: {},
    text: title,
    specifics: null,
    specificsRecording: null,
    addedRecording: null,
    orderedBy: by,
    documentNo: null,
    source: 'onSite',
    authorityPath: place.area.path,
    proposalId: null,
    asked: null,
    confirmedBy: null,
    confirmedName: null,
    aloneReason: null,
    repeatEveryS: 0,
    repeatUntil: over,
    createdPhone: null,
    createdAt: at,
    endedAt: over,
  };
  const broadcast: StoredBroadcast = {
    id: broadcastId,
    title,
    class: 'emergency',
    state: 'approved',
    areaId: place.area.id,
    content: [],
    frozen: {
      content: [],
      items: [{ title, recordingId: null, durationMs: 0, text: null, languages: [] }],
      unserved: [],
    },
    targets: [clusterId],
    targetNames: [place.clusterName],
    startAt: at,
    // Until the device has said when it ended.
    durationMs: LONGEST_REPEAT_MS,
    expiresAt: over,
    volume: 100,
    passes: 1,
    revision: fact.revision,
    scheduleId: null,
    scheduleDay: null,
    createdBy: by,
    createdAt: at,
    approvedBy: null,
    approvedAt: null,
    approvedDigest: null,
    returnedReason: null,
    acceptedAt: at,
    stoppedAt: null,
    stoppedBy: null,
    clusters: 1,
    unreachable: [],
  };
  await insertAlert(trx, alert);
  await insertBroadcast(trx, broadcast);
  await plantDeliveries(trx, broadcastId, fact.revision, [place]);
  await addAct(trx, broadcastId, { at, act: 'issue', by: null, byName: by, detail: HOW_WORDS[how] });
  await appendAudit(trx, {
    at: now,
    actor: 'loa',
    action: 'alert.onSite',
    subject: broadcastId,
    detail: { cluster: clusterId, preset, title, how, at: new Date(at).toISOString() },
  });
  return true;
}

/** Among these outcomes, those of soundings on site: how long each really was, now that the device has said so. */
export async function measureOnSite(
  trx: Queryable,
  outcomes: readonly { broadcastId: string; outcome: DeliveryOutcome }[],
): Promise<void> {
  const alerts = new Map<string, boolean>();
  for (const { broadcastId, outcome } of outcomes) {
    if (!broadcastId.startsWith('al_') || outcome.startedAt === null || outcome.endedAt === null) continue;
    const onSite = alerts.get(broadcastId) ?? (await alertById(trx, broadcastId))?.source === 'onSite';
    alerts.set(broadcastId, onSite);
    if (onSite) await changeBroadcast(trx, broadcastId, { durationMs: outcome.endedAt - outcome.startedAt });
  }
}
