// Where sound is made: runs (a sound, a start in server time, a gain) in, samples for the loudspeaker out, and word of what
// was really heard. Follows the shared clock to the sample where the loudspeaker's clock agrees, by resampling where it drifts.
import type { ServerClock } from './clock.ts';
import { RATE, type Sound } from './sound.ts';

export interface Run {
  key: string;
  sound: Sound;
  /** Server time of its first sample. */
  at: number;
  /** What the order says of its length; the sound itself knows better once it was read to its end. */
  lengthMs: number;
  gain: number;
}

export type StageWord =
  | { type: 'began'; key: string; startedAt: number; missedMs: number }
  | { type: 'ended'; key: string; endedAt: number; missedMs: number; levelDbfs: number | null; heard: boolean };

export interface Stage {
  start(run: Run): void;
  /** It sounds no longer from this server time on. */
  cut(key: string, at: number): void;
  /** What belongs at the device's own time goes on as it is when its clock was moved by so much. */
  move(key: string, ms: number): void;
  /** Whether nothing is on. */
  isEmpty(): boolean;
  render(into: Int16Array, heardAt: number): void;
}

interface Live extends Run {
  cutAt: number;
  /** Place of the next sample, with a fraction; null before the first block. */
  place: number | null;
  began: boolean;
  /** Samples that should have sounded and did not: lateness and starvation. */
  missed: number;
  starved: number;
  sounded: number;
  squares: number;
}

const PER_MS = RATE / 1000;
const PATIENCE_MS = 2000;
/** Deviations up to this many samples are rounding, not drift. */
const ROUNDING = 0.3;
const JUMP = 5 * PER_MS;
/** Largest correction of speed, and the one taken beyond half a millisecond. */
const GENTLE = 300e-6;
const BRISK = 1500e-6;

export function createStage(parts: { clock: ServerClock; tell: (word: StageWord) => void }): Stage {
  const { clock, tell } = parts;
  let lives: Live[] = [];
  let scratch = new Int16Array(16_384);

  function close(live: Live): void {
    live.sound.close();
    lives = lives.filter(each => each !== live);
  }

  function finish(live: Live, endedAt: number): void {
    close(live);
    const { sounded, missed, starved, squares, key } = live;
    const rms = sounded > 0 ? Math.sqrt(squares / sounded) / 32768 : 0;
    tell({
      type: 'ended',
      key,
      endedAt,
      missedMs: missed / PER_MS,
      levelDbfs: rms > 0 ? Math.round(200 * Math.log10(rms)) / 10 : null,
      heard: sounded > 0 && starved <= sounded,
    });
  }

  /** How fast to read so that the place follows the wanted one: 1, or slightly off. */
  function speed(live: Live, wanted: number): { place: number; rate: number } {
    if (live.place === null) return { place: Math.max(0, Math.round(wanted)), rate: 1 };
    const off = wanted - live.place;
    if (Math.abs(off) > JUMP) return { place: Math.max(0, Math.round(wanted)), rate: 1 };
    if (Math.abs(off) <= ROUNDING && Number.isInteger(live.place)) return { place: live.place, rate: 1 };
    const most = Math.abs(off) > RATE * 0.0005 ? BRISK : GENTLE;
    return { place: live.place, rate: 1 + Math.max(-most, Math.min(most, off / (RATE / 2))) };
  }

  /** Writes up to `into.length` samples; how many places of the sound that was, and how many were ready. */
  function copy(live: Live, place: number, rate: number, into: Int16Array): number {
    if (rate === 1 && Number.isInteger(place)) {
      const got = live.sound.read(place, into);
      live.place = place + into.length;
      return got;
    }
    const first = Math.floor(place) - 1;
    const needed = Math.ceil(into.length * rate) + 4;
    if (scratch.length < needed) scratch = new Int16Array(needed);
    const source = scratch.subarray(0, needed);
    source.fill(0);
    const got = live.sound.read(Math.max(0, first), first < 0 ? source.subarray(-first) : source) + Math.max(0, -first);
    let at = place;
    let count = 0;
    for (; count < into.length; count++, at += rate) {
      const index = Math.floor(at) - first;
      if (index >= got) break;
      into[count] = cubic(source, index, at - Math.floor(at));
    }
    live.place = place + into.length * rate;
    return count;
  }

  function play(live: Live, into: Int16Array, serverMs: number): void {
    const wanted = (serverMs - live.at) * PER_MS;
    const { place, rate } = speed(live, wanted);
    const entering = live.place === null;
    const length = live.sound.length();
    const left = length === null ? into.length : Math.max(0, Math.min(into.length, Math.ceil((length - place) / rate)));
    const part = into.subarray(0, left);
    const got = copy(live, place, rate, part);
    part.fill(0, got);
    const { gain } = live;
    let squares = 0;
    for (let i = 0; i < got; i++) {
      const sample = gain === 1 ? part[i]! : Math.round(part[i]! * gain);
      part[i] = sample;
      squares += sample * sample;
    }
    live.squares += squares;
    live.sounded += got;
    live.starved += part.length - got;
    live.missed += part.length - got + (entering ? place : 0);
    // Nothing is said before something sounds: until then the start is only being missed.
    if (!live.began && got > 0) {
      live.began = true;
      const silent = live.missed - (part.length - got);
      tell({
        type: 'began',
        key: live.key,
        startedAt: live.at + silent / PER_MS,
        missedMs: silent / PER_MS,
      });
    }
    // Audio that never came ends when the order says that it would have.
    const known = live.sound.length() ?? (live.lengthMs + PATIENCE_MS) * PER_MS;
    if ((live.place ?? 0) >= known && lives.includes(live)) finish(live, serverMs + left / PER_MS);
  }

  return {
    move(key, ms) {
      for (const live of lives.filter(each => each.key === key)) {
        live.at += ms;
        live.cutAt += ms;
      }
    },
    isEmpty: () => lives.length === 0,
    start(run) {
      run.sound.aim(Math.max(0, Math.floor((clock.now() - run.at) * PER_MS)));
      lives.push({ ...run, cutAt: Infinity, place: null, began: false, missed: 0, starved: 0, sounded: 0, squares: 0 });
    },
    cut(key, at) {
      for (const live of lives.filter(each => each.key === key)) {
        live.cutAt = Math.min(live.cutAt, at);
        if (at <= clock.now()) close(live);
      }
    },
    render(into, heardAt) {
      into.fill(0);
      if (lives.length === 0) return;
      const begin = clock.at(heardAt);
      const end = begin + into.length / PER_MS;
      for (const live of [...lives]) {
        const from = live.at > begin ? Math.min(into.length, Math.round((live.at - begin) * PER_MS)) : 0;
        const to = live.cutAt < end ? Math.max(0, Math.round((live.cutAt - begin) * PER_MS)) : into.length;
        if (from < to)
          play(live, into.subarray(from, to), live.place === null && live.at > begin ? live.at : begin + from / PER_MS);
        if (live.cutAt <= end) close(live);
      }
    },
  };
}

/** Catmull-Rom between samples `index` and `index + 1`. */
function cubic(samples: Int16Array, index: number, fraction: number): number {
  const before = samples[index - 1] ?? 0;
  const here = samples[index] ?? 0;
  const next = samples[index + 1] ?? 0;
  const after = samples[index + 2] ?? 0;
  const c1 = 0.5 * (next - before);
  const c2 = before - 2.5 * here + 2 * next - 0.5 * after;
  const c3 = 0.5 * (after - before) + 1.5 * (here - next);
  return Math.max(-32768, Math.min(32767, ((c3 * fraction + c2) * fraction + c1) * fraction + here));
}
