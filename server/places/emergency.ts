// What the devices of a place hold for emergencies besides the library that all hold: its code's sirens, its own people's voices,
// its villages' evacuation plans, and what a person at the box may sound. Rows and the shipped library flow in; a part of the
// signed settings flows out. Pure.
import type { LibraryClip, OnSitePreset, Settings } from '../../protocol/order.ts';
import type { CheckedClip } from '../store/area-clips.ts';
import type { AreaTree } from './tree.ts';

/** What settings take from the shipped emergency library. */
export interface EmergencyShelf {
  /** Siren codes that are shipped. */
  codes: readonly string[];
  /** The sirens of a code; none for null. */
  sirensOf(code: string | null): readonly LibraryClip[];
  /** The number in compact orders of a clip of the library, which a village's own version keeps; null for no such name. */
  numberOf(name: string): number | null;
  presetsOf(code: string | null): readonly OnSitePreset[];
}

/** The name under which a village's recorded evacuation plan goes to its devices. */
export const PLAN_CLIP = 'plan';
const MOST_CLIPS = 200;

interface Place {
  areaId: string;
  languages: readonly string[];
  serves: readonly string[];
}

/** Areas whose own clips a cluster may hold: where it stands and above, and the villages that it serves with those merged into them. */
export const clipAreasOf = ({ areaId, serves }: Pick<Place, 'areaId' | 'serves'>, tree: AreaTree): string[] => [
  ...tree.chain(areaId).map(area => area.id),
  ...plannedAreas(serves, tree).flat(),
];

/** The villages by name, each with the ids that it has had. */
const plannedAreas = (serves: readonly string[], tree: AreaTree): string[][] => {
  const villages = [...new Set(serves.flatMap(id => tree.find(id) ?? []))];
  return villages
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(village => [village.id, ...tree.aliases(village.id)]);
};

export function composeEmergency(
  place: Place,
  tree: AreaTree,
  shelf: EmergencyShelf,
  { checked, secret }: { checked: readonly CheckedClip[]; secret: Uint8Array },
): Pick<Settings, 'clips' | 'onSite'> {
  const code = tree.effective(place.areaId).sirenCode;
  const spoken = checked.filter(clip => place.languages.includes(clip.language));
  const chain = tree.chain(place.areaId).map(area => area.id);
  const voices = new Map<string, CheckedClip>();
  // From the top down, so that the nearest area has the last word.
  for (const areaId of chain)
    for (const clip of spoken)
      if (clip.areaId === areaId && clip.name !== PLAN_CLIP) voices.set(`${clip.name} ${clip.language}`, clip);
  const plans = plannedAreas(place.serves, tree).flatMap(ids =>
    spoken.filter(clip => clip.name === PLAN_CLIP && ids.includes(clip.areaId)),
  );
  const own = [...voices.values(), ...plans].flatMap(
    ({ name, language, recording, bytes, durationMs }): LibraryClip[] => {
      const number = shelf.numberOf(name);
      return number === null ? [] : [{ name, number, language, recording, bytes, durationMs }];
    },
  );
  const planMs = plans.reduce((sum, clip) => sum + clip.durationMs, 0);
  return {
    clips: [...shelf.sirensOf(code), ...own].slice(0, MOST_CLIPS),
    onSite: {
      secret: Buffer.from(secret).toString('base64'),
      presets: shelf.presetsOf(code).map(preset => ({
        ...preset,
        content: preset.content.map(item => (item.name === PLAN_CLIP ? { ...item, durationMs: planMs } : item)),
      })),
    },
  };
}
