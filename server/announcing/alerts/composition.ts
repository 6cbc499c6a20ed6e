// What an alert says: its template, siren and recordings flow in; the content of an order, in the frame that drills and tests
// must have, flows out with its length.
import { type ContentItem, contentMs } from '../../../protocol/order.ts';
import type { Clips } from '../../audio/clips.ts';
import { PLAN_CLIP } from '../../places/emergency.ts';
import type { Frozen } from '../../store/broadcasts.ts';
import type { ResolvedContent } from '../content.ts';
import type { LibraryTemplate } from '../templates.ts';

/** Room for a village's evacuation plan before the next pass; each device knows how long its own are. */
const PLAN_MS = 30_000;

export interface Words {
  template: LibraryTemplate;
  status: 'actual' | 'drill';
  message: 'say' | 'withdraw' | 'correct';
  /** A preset's clip. */
  siren: string | null;
  /** Ready recordings, which follow the clip. */
  recordings: Pick<ResolvedContent, 'content' | 'items'>;
}

export interface Composed {
  content: ContentItem[];
  siren: string | null;
  /** One pass, with its siren, ms. */
  passMs: number;
  /** The clips in the order in which they sound. */
  clips: string[];
  items: Frozen['items'];
}

export function compose(words: Words, clips: Clips): Composed {
  const siren = words.status === 'drill' || words.message !== 'say' ? null : words.siren;
  const content = partsOf(words).map((part): ContentItem => {
    if (typeof part === 'string') return { type: 'clip', name: part, durationMs: lengthOf(clips, part) };
    if ('plan' in part) return { type: 'clip', name: PLAN_CLIP, durationMs: 0, optional: true };
    return part;
  });
  const names = content.flatMap(item => (item.type === 'clip' ? item.name : []));
  return {
    content,
    siren,
    passMs: fullMs(content) + (siren ? lengthOf(clips, siren) : 0) + (names.includes(PLAN_CLIP) ? PLAN_MS : 0),
    clips: siren ? [siren, ...names] : names,
    items: content.map(item =>
      item.type === 'clip'
        ? { ...clipItem(item.name, words, clips), durationMs: item.durationMs }
        : recordingItem(item, words),
    ),
  };
}

type Part = string | { plan: true } | ContentItem;

/** In every language that it has. */
const fullMs = (content: ContentItem[]): number =>
  contentMs(
    content,
    content.flatMap(item => (item.type === 'clip' ? [] : item.versions.map(({ language }) => language))),
  );

function partsOf({ template, status, message, siren, recordings }: Words): Part[] {
  if (status === 'drill') {
    if (message !== 'say') return ['drill-open', 'drill-end'];
    if (template.hazard === 'sirenTest') return ['siren-test-open', ...(siren ? [siren] : []), 'siren-test-close'];
    return ['drill-open', template.clip, ...recordings.content, 'drill-close'];
  }
  if (message !== 'say') return ['chime-alert', message === 'withdraw' ? 'all-clear' : 'correction'];
  return [
    ...(siren ? [] : ['chime-alert']),
    template.clip,
    ...(template.evacuation ? [{ plan: true as const }] : []),
    ...recordings.content,
  ];
}

function lengthOf(clips: Clips, name: string): number {
  const clip = clips.byName.get(name);
  if (!clip) throw new Error(`the library has no clip ${name}`);
  return clip.durationMs;
}

const clipItem = (name: string, { template }: Words, clips: Clips) => ({
  title: name === PLAN_CLIP ? 'Phương án sơ tán' : (clips.byName.get(name)?.title.vi ?? name),
  recordingId: null,
  text: name === template.clip ? template.text : null,
  languages: name === template.clip ? ['vi'] : [],
});

function recordingItem(item: ContentItem, { recordings }: Words): Frozen['items'][number] {
  const said = recordings.items[recordings.content.indexOf(item)];
  if (!said) throw new Error('a recording has no title');
  return said;
}
