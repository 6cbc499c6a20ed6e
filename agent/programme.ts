// Which recordings an order is made of here: its content, the villages' languages and the clip library in; pieces in order,
// whether they are on the device, and what should be fetched first, out.
import type { BroadcastClass } from '../protocol/class.ts';
import { type ClipLibrary, contentMs, type Play, versionsFor } from '../protocol/order.ts';
import type { Cache } from './cache.ts';
import type { Book } from './plan.ts';
import type { Piece } from './sound.ts';

export interface Programme {
  /** The pieces of one pass; null where a clip is not in the library. */
  pieces(play: Play): (Piece | null)[];
  /** Length of one pass, ms, as the order says. */
  passMs(play: Play): number;
  /** Enough is here to begin. */
  canBegin(play: Play): boolean;
  isComplete(play: Play): boolean;
  /** Recordings in the order in which they should be fetched. */
  needs(): string[];
}

const IMPORTANCE: Record<BroadcastClass, number> = { emergency: 0, priority: 1, normal: 2 };

export function createProgramme(parts: { book: Book; cache: Cache; library: () => ClipLibrary | null }): Programme {
  const { book, cache } = parts;
  const languages = (): readonly string[] => book.settings()?.languages ?? [];

  function pieces(play: Play): (Piece | null)[] {
    return play.content.flatMap((item): (Piece | null)[] => {
      if (item.type === 'recording') return versionsFor(item, languages());
      const clip = parts.library()?.clips.find(each => each.name === item.name);
      return [clip ? { recording: clip.recording, durationMs: item.durationMs } : null];
    });
  }

  return {
    pieces,
    passMs: play => contentMs(play.content, languages()),
    canBegin(play) {
      const all = pieces(play);
      return all.every(piece => piece !== null) && cache.chunksHeld(all[0]?.recording ?? '') > 0;
    },
    isComplete: play => pieces(play).every(piece => piece !== null && cache.isWhole(piece.recording)),
    needs() {
      const orders = book
        .held()
        .map(held => held.play)
        .sort((a, b) => IMPORTANCE[a.class] - IMPORTANCE[b.class] || a.startAt - b.startAt);
      const of = (plays: Play[]) =>
        plays.flatMap(play => pieces(play).flatMap(piece => (piece ? [piece.recording] : [])));
      const clips = parts.library()?.clips.map(clip => clip.recording) ?? [];
      // An emergency that waits for its audio goes before the clips; those before everything else.
      return [
        ...of(orders.filter(play => play.class === 'emergency')),
        ...clips,
        ...of(orders.filter(play => play.class !== 'emergency')),
      ];
    },
  };
}
