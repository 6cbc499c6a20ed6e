// What an order sounds like on this device: its content, the cluster's languages and clips and the clip library in; the pieces
// of a pass, what of it is lacking, whether it may begin, and what should be fetched first, out.
import type { BroadcastClass } from '../protocol/class.ts';
import {
  type ClipLibrary,
  contentMs,
  type LibraryClip,
  type Play,
  versionsFor,
  volumeGain,
} from '../protocol/order.ts';
import type { Cache } from './cache.ts';
import type { Book } from './plan.ts';
import type { Piece } from './sound.ts';

/** Sounds in place of a siren or of words that the device lacks. */
const STAND_IN = 'chime-alert';
const IN_VIETNAM = 'vi';

/** One pass of an order here. */
export interface Pass {
  pieces: Piece[];
  durationMs: number;
  /** Clips of the content that this device does not know. */
  lacking: string[];
  /** The siren for which something else sounds. */
  sirenLacking: string | null;
  /** Every piece that the device knows of is here to its last byte. */
  isHere: boolean;
  /** So is everything that the order names as its content. */
  isWhole: boolean;
  /** Enough is here to begin. */
  canBegin: boolean;
}

export interface Programme {
  pass(play: Play): Pass;
  /** Its volume under the ceiling of this place, as a linear gain. */
  gain(play: Play): number;
  /** Whether the clips of this name are on the device. */
  has(clip: string): boolean;
  /** The recording cannot be played although its bytes are right: it is passed over from now on. */
  shun(recording: string): void;
  /** Everything that an order would sound if all of it were here. */
  wishes(play: Play): string[];
  /** Recordings in the order in which they should be fetched. */
  needs(): string[];
  /** Recordings of the clip library and of the cluster's own clips. */
  clips(): string[];
}

const IMPORTANCE: Record<BroadcastClass, number> = { emergency: 0, priority: 1, normal: 2 };

/** What starts within this is waited for by people. */
const DUE_MS = 30_000;

export function createProgramme(parts: {
  book: Book;
  cache: Cache;
  library: () => ClipLibrary | null;
  /** Server time, UTC ms. */
  now: () => number;
}): Programme {
  const { book, cache } = parts;
  const shunned = new Set<string>();
  const languages = (): readonly string[] => book.settings()?.languages ?? [];
  const own = (): LibraryClip[] => book.settings()?.clips ?? [];

  // Asked for every order at every piece of audio that comes: found once for each settings and library.
  const found = new Map<string, LibraryClip[]>();
  let foundIn: readonly unknown[] = [];

  /** The sounds of this name here: the cluster's own before the library's, in the order of its languages. */
  function clipsNamed(name: string): LibraryClip[] {
    const sources = [book.settings(), parts.library()];
    if (sources.some((source, i) => source !== foundIn[i])) found.clear();
    foundIn = sources;
    const clips = found.get(name) ?? find(name);
    found.set(name, clips);
    return clips;
  }

  function find(name: string): LibraryClip[] {
    const mine = own().filter(clip => clip.name === name);
    const shared = (parts.library()?.clips ?? []).filter(
      clip => clip.name === name && !mine.some(each => each.language === clip.language),
    );
    const all = [...mine, ...shared].filter(clip => !shunned.has(clip.recording));
    const speaking = (language: string | undefined) => all.filter(clip => clip.language === language);
    const fitting = [...speaking(undefined), ...languages().flatMap(speaking)];
    if (fitting.length > 0) return fitting;
    const vietnamese = speaking(IN_VIETNAM);
    return vietnamese.length > 0 ? vietnamese : all.slice(0, 1);
  }

  const toPiece = ({ recording, durationMs }: Piece): Piece => ({ recording, durationMs });
  const isWhole = (piece: Piece): boolean => cache.isWhole(piece.recording);
  const hasBegun = (piece: Piece | undefined): boolean => piece !== undefined && cache.chunksHeld(piece.recording) > 0;

  function siren(play: Play): { pieces: Piece[]; lacking: string | null } {
    if (play.siren === undefined) return { pieces: [], lacking: null };
    const wanted = clipsNamed(play.siren);
    const isHere = wanted.length > 0 && wanted.every(isWhole);
    return isHere
      ? { pieces: wanted, lacking: null }
      : { pieces: clipsNamed(STAND_IN).filter(isWhole), lacking: play.siren };
  }

  function pass(play: Play): Pass {
    const lacking: string[] = [];
    const content = play.content.flatMap((item): Piece[] => {
      if (item.type === 'recording') {
        const versions = versionsFor(item, languages());
        const good = versions.filter(each => !shunned.has(each.recording));
        if (good.length < versions.length) lacking.push('a recording that cannot be played');
        return good;
      }
      const clips = clipsNamed(item.name);
      if (clips.length === 0 && item.optional !== true) lacking.push(item.name);
      // An evacuation plan that has not come yet is not worth a silence.
      return item.optional === true ? clips.filter(hasBegun) : clips;
    });
    const opening = siren(play);
    const all = [...opening.pieces, ...content];
    const isUrgent = play.class === 'emergency' && play.drill !== true;
    // An emergency begins with the first sound that is here, and with the chime if none of its own is.
    const from = isUrgent ? all.findIndex(hasBegun) : 0;
    const pieces = (from < 0 ? [...clipsNamed(STAND_IN).filter(isWhole), ...all] : all.slice(from)).map(toPiece);
    // A drill without its frame would be taken for the real thing: it sounds whole or not at all.
    const enough = isUrgent || (lacking.length === 0 && (play.drill !== true || all.every(isWhole)));
    const durationMs = pieces.reduce((sum, piece) => sum + piece.durationMs, 0);
    return {
      pieces,
      durationMs: Math.max(1, pieces.length > 0 ? durationMs : contentMs(play.content, languages())),
      lacking,
      sirenLacking: opening.lacking,
      isHere: pieces.length > 0 && all.every(isWhole),
      isWhole: lacking.length === 0 && content.every(isWhole),
      canBegin: enough && hasBegun(pieces[0]),
    };
  }

  const clips = (): string[] => [...own(), ...(parts.library()?.clips ?? [])].map(clip => clip.recording);

  const wishes = (play: Play): string[] => {
    const names = play.siren === undefined ? [] : [play.siren, STAND_IN];
    const spoken = play.content.flatMap((item): Piece[] =>
      item.type === 'clip' ? clipsNamed(item.name) : versionsFor(item, languages()),
    );
    return [...names.flatMap(clipsNamed), ...spoken].map(piece => piece.recording);
  };

  return {
    pass,
    gain(play) {
      const settings = book.settings();
      const ceiling = play.class === 'emergency' ? settings?.emergencyCeiling : settings?.volumeCeiling;
      return volumeGain(Math.min(play.volume, ceiling ?? 100));
    },
    clips,
    wishes,
    has: name => clipsNamed(name).length > 0 && clipsNamed(name).every(isWhole),
    shun(recording) {
      shunned.add(recording);
      found.clear();
    },
    needs() {
      const orders = book
        .held()
        .map(held => held.play)
        .sort((a, b) => IMPORTANCE[a.class] - IMPORTANCE[b.class] || a.startAt - b.startAt);
      // What is wanted for an alert goes before all, what is due now before the library, the library before what lies ahead:
      // an alert that comes meanwhile has its clips fetched first in any case.
      const alerts = orders.filter(play => play.class === 'emergency');
      const others = Map.groupBy(
        orders.filter(play => play.class !== 'emergency'),
        play => play.startAt <= parts.now() + DUE_MS,
      );
      return [
        ...alerts.flatMap(wishes),
        ...(others.get(true) ?? []).flatMap(wishes),
        ...clips(),
        ...(others.get(false) ?? []).flatMap(wishes),
      ];
    },
  };
}
