// What ffmpeg measured flows in; how to bring the sound to the loudness of our network flows out (ITU-R BS.1770, EBU R 128).

export interface Loudness {
  /** Integrated loudness in LUFS; −70 means that nothing was loud enough to count. */
  lufs: number;
  /** Highest true peak in dB of full scale. */
  truePeakDb: number;
}

export interface Levelling {
  gainDb: number;
  /** Where set, a limiter holds sample peaks at this level in dB of full scale. */
  ceilingDb?: number;
}

export const targetLufs = -16;
export const maxTruePeakDb = -1.5;

const toleranceLu = 0.4;
// Opus at 24 kbit/s redraws the wave: its peaks come out higher than they went in.
const codecRoomDb = 1;
const limiterRoomDb = 2.5;
const largestStepDb = 6;
const stepBelowDb = 0.3;
const leastSlope = 0.2;

export const mostRounds = 5;

/** Reads the summary that the `ebur128` filter ends its log with. */
export const parseLoudness = (log: string): Loudness | undefined => {
  const summary = log.slice(log.lastIndexOf('Summary:'));
  const lufs = /^\s+I:\s+(-?[\d.]+|-inf|nan) LUFS$/m.exec(summary)?.[1];
  const peak = /^\s+Peak:\s+(-?[\d.]+|-inf|inf|nan) dBFS$/m.exec(summary)?.[1];
  if (!log.includes('Summary:') || lufs === undefined || peak === undefined) return undefined;
  const level = (text: string, floor: number): number => (Number.isFinite(Number(text)) ? Number(text) : floor);
  return { lufs: level(lufs, -70), truePeakDb: level(peak, -120) };
};

/** Plain gain where the peaks allow it, a limiter where they do not. */
export const firstLevelling = (source: Loudness): Levelling => {
  const gainDb = targetLufs - source.lufs;
  return source.truePeakDb + gainDb <= maxTruePeakDb - codecRoomDb
    ? { gainDb }
    : { gainDb, ceilingDb: maxTruePeakDb - limiterRoomDb };
};

const isLevel = (heard: Loudness): boolean =>
  heard.truePeakDb <= maxTruePeakDb && Math.abs(heard.lufs - targetLufs) <= toleranceLu;

export const levellingFilters = ({ gainDb, ceilingDb }: Levelling): string[] => {
  const volume = `volume=${gainDb.toFixed(2)}dB`;
  if (ceilingDb === undefined) return [volume];
  const limit = Math.max(0.0625, 10 ** (ceilingDb / 20)).toFixed(4); // the filter goes no lower than -24 dB
  return [volume, `alimiter=limit=${limit}:level=0:latency=1:attack=1:release=20`];
};

export interface Outcome {
  levelling: Levelling;
  heard: Loudness;
}

/** A better levelling, from what was heard after the last one and, where there was one, the round before it. */
const nextLevelling = ({ levelling, heard }: Outcome, before?: Outcome): Levelling => {
  const over = heard.truePeakDb - maxTruePeakDb;
  const short = targetLufs - heard.lufs;
  // A limiter eats part of each further dB; the last two rounds tell how much.
  const turned = before === undefined ? 0 : levelling.gainDb - before.levelling.gainDb;
  const slope = before === undefined || turned === 0 ? 1 : (heard.lufs - before.heard.lufs) / turned;
  const step = short / Math.max(leastSlope, Math.min(1, slope));
  const gainDb = levelling.gainDb + Math.max(-largestStepDb, Math.min(largestStepDb, step));
  if (over > 0) return { gainDb, ceilingDb: (levelling.ceilingDb ?? maxTruePeakDb) - over - stepBelowDb };
  if (levelling.ceilingDb === undefined && heard.truePeakDb + short <= maxTruePeakDb) return { gainDb };
  return { gainDb, ceilingDb: levelling.ceilingDb ?? maxTruePeakDb - limiterRoomDb };
};

/** Of two outcomes the better: first within the peak limit, then nearer to the target. */
const betterOf = <T extends Outcome>(one: T, other: T): T => {
  const oneFits = one.heard.truePeakDb <= maxTruePeakDb;
  const otherFits = other.heard.truePeakDb <= maxTruePeakDb;
  if (oneFits !== otherFits) return oneFits ? one : other;
  if (!oneFits) return one.heard.truePeakDb <= other.heard.truePeakDb ? one : other;
  return Math.abs(one.heard.lufs - targetLufs) <= Math.abs(other.heard.lufs - targetLufs) ? one : other;
};

/** Tries levellings until one is right or the rounds are used up; answers the best that was heard. */
export const level = async <T extends Outcome>(
  first: Levelling,
  hear: (levelling: Levelling, round: number) => Promise<T>,
): Promise<T> => {
  const rounds = [await hear(first, 1)];
  while (rounds.length < mostRounds && !isLevel(rounds.at(-1)!.heard)) {
    rounds.push(await hear(nextLevelling(rounds.at(-1)!, rounds.at(-2)), rounds.length + 1));
  }
  return rounds.reduce(betterOf);
};
