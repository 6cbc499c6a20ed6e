// An alert village by village: what the clusters that serve it said and whom people told flow in; one line a village and the
// households behind them flow out. Pure.
import type { Alert, AlertVillage } from '../../../protocol/api/alerts.ts';
import type { FrozenVillage, StoredDelivery } from '../../store/deliveries.ts';
import { sumKnown, type Village, whyNot } from '../outcome.ts';
import { NO_CALLS, type VillageCalls } from './claims.ts';

/** What is known of the alert at one cluster. */
export type Heard = Pick<
  StoredDelivery,
  'clusterId' | 'clusterName' | 'state' | 'startedAt' | 'soundedAt' | 'villages' | 'languages'
>;

export interface VillageLine extends Pick<AlertVillage, 'state' | 'why'>, VillageCalls {
  village: Village;
  /** Those that serve it. */
  clusters: { id: string; name: string }[];
  /** When it was first heard there in one of its languages. */
  soundedAt: number | null;
}

/**
 * `spoken`: the languages in which each part of the alert exists; a cluster plays those that it speaks, or the first. Parts
 * without words have none.
 */
export function villageLines(told: {
  heard: readonly Heard[];
  /** Villages in the targets that no cluster serves. */
  unserved: readonly Village[];
  spoken: readonly (readonly string[])[];
  /** In which languages villages have voices of their own for it, by village id. */
  voices: ReadonlyMap<string, readonly string[]>;
  calls: ReadonlyMap<string, VillageCalls>;
}): VillageLine[] {
  const speaks = playing(told.spoken);
  const served = new Map<string, { village: FrozenVillage; by: Heard[] }>();
  for (const heard of told.heard) {
    for (const village of heard.villages) {
      const entry = served.get(village.id);
      if (entry) entry.by.push(heard);
      else served.set(village.id, { village, by: [heard] });
    }
  }
  const lines = [...served.values()].map(({ village, by }): VillageLine => {
    const sounded = by.filter(heard => heard.soundedAt !== null);
    const voices = told.voices.get(village.id) ?? [];
    const understood = sounded.filter(heard => speaks(heard.languages, village.languages ?? heard.languages, voices));
    const why = sounded.length > 0 ? 'language' : whyNot(by.map(heard => heard.state));
    const soundedAt = understood.reduce(
      (first, one) => Math.min(first, one.soundedAt ?? first),
      Number.POSITIVE_INFINITY,
    );
    return line(village, by, understood.length > 0 ? null : why, Number.isFinite(soundedAt) ? soundedAt : null);
  });
  const others = told.unserved.filter(village => !served.has(village.id));
  return [...lines, ...others.map(village => line(village, [], 'noCluster', null))];

  function line(
    village: Village,
    by: readonly Heard[],
    why: AlertVillage['why'],
    soundedAt: number | null,
  ): VillageLine {
    const calls = told.calls.get(village.id) ?? NO_CALLS;
    const state = why === null ? 'confirmed' : calls.told ? 'told' : 'open';
    return {
      village,
      clusters: by.map(heard => ({ id: heard.clusterId, name: heard.clusterName })),
      state,
      why,
      soundedAt,
      ...calls,
      claim: state === 'open' ? calls.claim : null,
    };
  }
}

/**
 * Whether a cluster of these languages plays something in one of the village's: of the alert itself, or in a voice of the village's
 * own. Where nothing is spoken, all understand it.
 */
function playing(
  spoken: readonly (readonly string[])[],
): (cluster: readonly string[], village: readonly string[], voices: readonly string[]) => boolean {
  const parts = spoken.filter(languages => languages.length > 0);
  const known = new Map<string, Set<string>>();
  return (cluster, village, voices) => {
    if (parts.length === 0 || village.length === 0) return true;
    const key = cluster.join(' ');
    let plays = known.get(key);
    if (!plays) {
      plays = new Set(
        parts.flatMap(languages => {
          const fitting = languages.filter(language => cluster.includes(language));
          return fitting.length > 0 ? fitting : languages.slice(0, 1);
        }),
      );
      known.set(key, plays);
    }
    return village.some(language => plays.has(language) || (voices.includes(language) && cluster.includes(language)));
  };
}

const byName = new Intl.Collator('vi', { numeric: true });

/** The lines to act on first. */
export const inOrder = (lines: readonly VillageLine[], now: number): VillageLine[] =>
  [...lines].sort(
    (a, b) =>
      place(a, now) - place(b, now) ||
      sizeOf(b.village) - sizeOf(a.village) ||
      byName.compare(a.village.name, b.village.name),
  );

/** What was taken on and then left comes before what nobody took on; what somebody is at work on comes after both. */
function place({ state, claim }: VillageLine, now: number): number {
  if (state !== 'open') return state === 'told' ? 3 : 4;
  if (claim === null) return 1;
  return claim.until <= now ? 0 : 2;
}

/** A village of unknown size may be the largest. */
const sizeOf = ({ households }: Village): number => households ?? Number.MAX_SAFE_INTEGER;

/**
 * Households of the villages whose number is known, each village once, so that confirmed, told and left add up to the total. Where
 * somebody told only so many of a village, the rest of it is left.
 */
export function householdsOf(lines: readonly VillageLine[]): Alert['households'] {
  const total = sumKnown(lines.map(one => one.village.households));
  if (total === null) return { total, confirmed: null, told: null, left: null };
  const sums = { confirmed: 0, told: 0, left: 0 };
  for (const { state, village, told } of lines) {
    const all = village.households ?? 0;
    const reached = state === 'open' ? 0 : state === 'told' ? Math.min(told?.households ?? all, all) : all;
    if (state !== 'open') sums[state] += reached;
    sums.left += all - reached;
  }
  return { total, ...sums };
}
