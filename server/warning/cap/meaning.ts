// A message that was read goes in; the proposal that it would make comes out, before anything is asked of the store: which of its
// parts counts, what it says in our words, whom it means, and whether a siren may come of it.
import type { Place, Places, Pole } from '../places.ts';
import type { Draft } from '../proposals.ts';
import { vietnameseNames } from './emit.ts';
import type { Findings } from './findings.ts';
import { hazardOf } from './hazards.ts';
import type { CapInfo, CapMessage } from './message.ts';
import { severities, urgencies } from './schema.ts';
import { whereOf } from './where.ts';

const DAY_MS = 86_400_000;
const LONGEST_SLOT = 120;
const LONGEST_TITLE = 200;
const LONGEST_REASON = 600;

export type Meaning = Pick<
  Draft,
  'title' | 'reason' | 'template' | 'level' | 'targets' | 'slots' | 'siren' | 'status' | 'expiresAt'
>;

/** UTC ms; a message that names no end holds for a day. */
const endOf = (message: CapMessage, info: CapInfo | undefined): number => info?.expires ?? message.sentAt + DAY_MS;

const severityWords: Record<CapInfo['severity'], string> = {
  Extreme: 'rất nghiêm trọng',
  Severe: 'nghiêm trọng',
  Moderate: 'vừa',
  Minor: 'nhẹ',
  Unknown: 'chưa rõ mức',
};
const urgencyWords: Record<CapInfo['urgency'], string> = {
  Immediate: 'phải làm ngay',
  Expected: 'sắp tới',
  Future: 'về sau',
  Past: 'đã qua',
  Unknown: 'chưa rõ lúc nào',
};
const certaintyWords: Record<CapInfo['certainty'], string> = {
  Observed: 'đã quan sát thấy',
  Likely: 'nhiều khả năng',
  Possible: 'có thể',
  Unlikely: 'ít khả năng',
  Unknown: 'chưa rõ',
};

/** The part that counts: in Vietnamese where there is one, the most urgent and severe of those that still hold. */
function chosen(message: CapMessage, now: number): { info: CapInfo; number: number; of: number } | null {
  const numbered = message.infos.map((info, i) => ({ info, number: i + 1 }));
  const vietnamese = numbered.filter(({ info }) => /^vi\b/i.test(info.language));
  const language = numbered[0]?.info.language;
  const spoken = vietnamese.length > 0 ? vietnamese : numbered.filter(({ info }) => info.language === language);
  const weight = ({ info }: { info: CapInfo }): number =>
    (endOf(message, info) > now ? 0 : 100) + urgencies.indexOf(info.urgency) * 10 + severities.indexOf(info.severity);
  const best = [...spoken].sort((a, b) => weight(a) - weight(b))[0];
  return best ? { ...best, of: spoken.length } : null;
}

const slot = (text: string | undefined): string | undefined => {
  const words = text?.replace(/\s+/g, ' ').trim() ?? '';
  return words === '' || words.length > LONGEST_SLOT ? undefined : words;
};

function slotsOf(info: CapInfo): Record<string, string> {
  const parameter = (name: string) => slot(info.parameters.find(one => one.name === name)?.value);
  const filled = {
    river: parameter(vietnameseNames.river),
    station: parameter(vietnameseNames.gauge),
    places: slot(info.areas.map(area => area.description).join('; ')),
  };
  return Object.fromEntries(Object.entries(filled).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

const sirenAllowed = (info: CapInfo): boolean =>
  info.urgency !== 'Past' && info.certainty !== 'Unlikely' && !info.responseTypes.includes('AllClear');

export function meaningOf(
  message: CapMessage,
  parts: { scope: Place; places: Places; poles: readonly Pole[]; findings: Findings; now: number },
): Meaning {
  const { findings } = parts;
  const status = message.status === 'Actual' ? 'actual' : 'drill';
  const part = chosen(message, parts.now);
  const path = `/alert/info[${part?.number ?? 1}]`;
  if (part && part.of > 1) findings.warn('several_infos', path, { count: part.of, event: part.info.event });
  if (message.scope === 'Restricted')
    findings.warn('restricted_shown', '/alert/restriction', { value: message.restriction ?? '' });
  const said = part ? hazardOf(part.info, path, findings) : null;
  const title = part?.info.headline ?? part?.info.event ?? message.note ?? message.identifier;
  const weights = part
    ? `; ${severityWords[part.info.severity]}, ${urgencyWords[part.info.urgency]}, ${certaintyWords[part.info.certainty]}`
    : '';
  return {
    title: `${status === 'drill' ? 'Diễn tập: ' : ''}${title}`.slice(0, LONGEST_TITLE),
    reason: `${part?.info.senderName ?? message.sender}: ${part?.info.event ?? title}${weights}`.slice(
      0,
      LONGEST_REASON,
    ),
    // What was meant for few is not put into the mouth of a loudspeaker by a program.
    template: message.scope === 'Restricted' ? null : (said?.template ?? null),
    level: said?.level ?? null,
    targets: part ? whereOf(part.info.areas, path, parts) : [parts.scope.id],
    slots: part ? slotsOf(part.info) : {},
    siren: status === 'actual' && part !== null && message.scope !== 'Restricted' && sirenAllowed(part.info),
    status,
    expiresAt: endOf(message, part?.info),
  };
}
