// "Chuyện gì?" and "Mức nào?" as a person chooses: the server's templates in, the buttons of both pages out.
import type { AlertTemplate, Hazard, SirenPreset, Templates } from '../protocol/api/alerts.ts';

/** What may be picked at "Chuyện gì?"; flash floods and landslides come together, as they do on slopes. */
export const TOPICS = ['flood', 'flashFlood', 'damRelease', 'storm', 'fire', 'other'] as const;
export type Topic = (typeof TOPICS)[number];

const HAZARDS_OF: Record<Topic, readonly Hazard[]> = {
  flood: ['flood'],
  flashFlood: ['flashFlood', 'landslide'],
  damRelease: ['damRelease'],
  storm: ['storm'],
  fire: ['fire'],
  other: ['other'],
};

/** Topics that have words to be sent. */
export const topicsIn = (items: readonly AlertTemplate[]): Topic[] =>
  TOPICS.filter(topic => items.some(item => HAZARDS_OF[topic].includes(item.hazard)));

export const isTopic = (text: string | undefined): text is Topic => TOPICS.some(topic => topic === text);

/** One button of "Mức nào?": a sentence, with the siren or without. */
export interface Step {
  template: AlertTemplate;
  siren: SirenPreset | null;
}

const sirenOf = ({ siren }: AlertTemplate, active: readonly SirenPreset[]): SirenPreset | null =>
  siren === null ? null : (active.find(({ use }) => use === siren) ?? null);

/**
 * By rising level, each with the siren where the area's code has one; evacuation last. báo động 1 and 2 are words alone; where a
 * siren stands for less than báo động 3 the words alone may be had as well. In a drill nothing has a siren.
 */
export function stepsOf(topic: Topic, { items, sirens }: Templates, drill: boolean): Step[] {
  const own = items.filter(item => HAZARDS_OF[topic].includes(item.hazard));
  const steps = own
    .sort((a, b) => (a.level ?? 0) - (b.level ?? 0))
    .flatMap(template => {
      const siren = drill || (template.level ?? 3) < 3 ? null : sirenOf(template, sirens);
      const alone = { template, siren: null };
      // With báo động 3 the siren belongs to it; elsewhere the choice is the officer's.
      return siren === null ? [alone] : template.level === 3 ? [{ template, siren }] : [alone, { template, siren }];
    });
  const evacuation = topic === 'fire' || topic === 'other' ? [] : items.filter(item => item.evacuation);
  return [...steps, ...evacuation.map(template => ({ template, siren: drill ? null : sirenOf(template, sirens) }))];
}

/** A template that would have a siren, but the area has picked no code. */
export const lacksSiren = (topic: Topic, { items, sirens }: Templates): boolean =>
  sirens.length === 0 && items.some(item => HAZARDS_OF[topic].includes(item.hazard) && item.siren !== null);

/** "5 hồi × 30 giây", or the sounds one after the other where they differ. On and off in seconds. */
export function sirenRounds(steps: SirenPreset['steps']): { rounds: number; onS: number } | null {
  const [first] = steps;
  return first && steps.every(({ onS }) => onS === first.onS) ? { rounds: steps.length, onS: first.onS } : null;
}
