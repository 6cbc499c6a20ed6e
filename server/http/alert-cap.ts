// An alert of ours as other systems read it: the row and what was signed of it flow in, CAP 1.2 flows out.
import type { Hazard } from '../../protocol/api/alerts.ts';
import type { Standing } from '../announcing/alerts/sending.ts';
import { type Emission, emitCap, type OwnAlert } from '../warning/cap/emit.ts';

type Sort = Pick<OwnAlert, 'categories' | 'responseTypes' | 'severity' | 'certainty'>;

const SORTS: Record<Hazard, Sort> = {
  flood: { categories: ['Met'], responseTypes: ['Prepare'], severity: 'Severe', certainty: 'Observed' },
  flashFlood: { categories: ['Met'], responseTypes: ['Shelter'], severity: 'Extreme', certainty: 'Likely' },
  landslide: { categories: ['Geo'], responseTypes: ['Evacuate'], severity: 'Extreme', certainty: 'Likely' },
  damRelease: { categories: ['Infra'], responseTypes: ['Avoid'], severity: 'Severe', certainty: 'Likely' },
  storm: { categories: ['Met'], responseTypes: ['Shelter'], severity: 'Severe', certainty: 'Likely' },
  fire: { categories: ['Fire'], responseTypes: ['Avoid'], severity: 'Severe', certainty: 'Observed' },
  evacuation: { categories: ['Safety'], responseTypes: ['Evacuate'], severity: 'Extreme', certainty: 'Likely' },
  other: { categories: ['Other'], responseTypes: ['Monitor'], severity: 'Unknown', certainty: 'Unknown' },
  allClear: { categories: ['Safety'], responseTypes: ['AllClear'], severity: 'Minor', certainty: 'Observed' },
  correction: { categories: ['Safety'], responseTypes: ['None'], severity: 'Unknown', certainty: 'Observed' },
  sirenTest: { categories: ['Other'], responseTypes: ['None'], severity: 'Minor', certainty: 'Observed' },
};
const MESSAGES = { issue: 'Alert', update: 'Update', withdraw: 'Cancel', correct: 'Cancel' } as const;

/** Nothing was signed yet: null. */
export function capOf(
  { alert, broadcast, plays }: Standing,
  from: { sender: string; senderName: string; areas: readonly OwnAlert['areas'][number][] },
): Emission | null {
  const newest = plays.at(-1);
  if (!newest) return null;
  const { sender, senderName } = from;
  const name = (revision: number) => `${alert.id}-${revision}`;
  const ended = alert.message === 'withdraw' || alert.message === 'correct';
  const sort = SORTS[alert.hazard];
  const { river, station } = alert.slots;
  return emitCap({
    ...sort,
    identifier: name(newest.revision),
    sender,
    sentAt: newest.issuedAt,
    status: alert.hazard === 'sirenTest' ? 'test' : alert.status,
    // A second person's siren after the voice is not a first message either.
    msgType: plays.length > 1 && alert.message === 'issue' ? 'Update' : MESSAGES[alert.message],
    ...(plays.length > 1
      ? {
          references: plays
            .slice(0, -1)
            .map(({ revision, issuedAt }) => ({ sender, identifier: name(revision), sentAt: issuedAt })),
        }
      : {}),
    ...(ended ? { responseTypes: [alert.message === 'withdraw' ? 'AllClear' : 'None'] as const } : {}),
    urgency: ended ? 'Past' : 'Immediate',
    event: broadcast.title,
    onset: newest.startAt,
    expires: Math.max(newest.expiresAt, newest.issuedAt) + 1000,
    senderName,
    headline: broadcast.title,
    description: alert.specifics ?? undefined,
    instruction: alert.text,
    ...(alert.level !== null && river && station ? { alarm: { level: alert.level, river, gauge: station } } : {}),
    areas: [...from.areas],
  });
}
