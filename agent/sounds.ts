// The sounds that are open, by the key of their order: opened for the pieces that are on the device, opened anew when these have
// changed before it begins, closed when they are silent for good.
import type { Play } from '../protocol/order.ts';
import type { Cache } from './cache.ts';
import { keyOf } from './item.ts';
import type { Log } from './log.ts';
import type { Pass } from './programme.ts';
import { openSound, type Sound } from './sound.ts';

export interface Sounds {
  of(play: Play, pass: Pass, passes: number): Sound;
  isOpen(key: string, sound: Sound): boolean;
  close(key: string): void;
  /** Somebody else closes it when it has sounded to its end. */
  release(key: string): void;
  /** Audio has come. */
  poke(): void;
  closeAll(): void;
}

export function createSounds(parts: {
  cache: Cache;
  log: Log;
  /** A recording of it cannot be played; the answer says whether to go on with the rest. */
  broken: (play: Play, why: string, recording: string) => boolean;
}): Sounds {
  const { cache, log } = parts;
  const open = new Map<string, { sound: Sound; pieces: string }>();

  function close(key: string): void {
    open.get(key)?.sound.close();
    open.delete(key);
  }

  return {
    of(play, pass, passes) {
      const key = keyOf(play);
      const pieces = pass.pieces.map(piece => piece.recording).join();
      const before = open.get(key);
      if (before?.pieces === pieces) return before.sound;
      close(key);
      const sound = openSound({
        pieces: pass.pieces,
        passes,
        source: {
          chunk: cache.chunk,
          chunkCount: recording => cache.list(recording)?.hashes.length ?? null,
        },
        log,
        broken: (why, recording) => parts.broken(play, why, recording),
      });
      open.set(key, { sound, pieces });
      return sound;
    },
    isOpen: (key, sound) => open.get(key)?.sound === sound,
    close,
    release: key => void open.delete(key),
    poke() {
      for (const { sound } of open.values()) sound.poke();
    },
    closeAll() {
      for (const key of [...open.keys()]) close(key);
    },
  };
}
