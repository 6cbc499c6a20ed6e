// The name of a chime flows in, its sound flows out: PCM at 48 kHz mono, made of struck-bar tones that a horn loudspeaker carries well.

interface Note {
  atS: number;
  hz: number;
  /** Time in seconds in which the tone falls by 60 dB. */
  fallS: number;
}

interface Chime {
  lengthS: number;
  /** Found by measuring: brings the encoded chime to −16 LUFS. */
  gain: number;
  notes: Note[];
}

const rate = 48_000;
const strikeS = 0.004;

// Overtones of a bar: times the pitch, loudness, and how much faster than the tone they fall.
const partials = [
  { times: 1, level: 1, faster: 1 },
  { times: 2, level: 0.35, faster: 1.4 },
  { times: 3, level: 0.12, faster: 2 },
  { times: 5.4, level: 0.06, faster: 5 },
];

const c5 = 523.25;
const e5 = 659.26;
const g5 = 783.99;
const a5 = 880;
const d6 = 1174.66;

export const chimeNames = ['chime-open', 'chime-close', 'chime-priority', 'chime-alert'] as const;

export type ChimeName = (typeof chimeNames)[number];

export const chimeTitles: Record<ChimeName, { vi: string; en: string }> = {
  'chime-open': { vi: 'Nhạc hiệu mở đầu', en: 'Opening chime' },
  'chime-close': { vi: 'Nhạc hiệu kết thúc', en: 'Closing chime' },
  'chime-priority': { vi: 'Nhạc hiệu tin ưu tiên', en: 'Priority chime' },
  'chime-alert': { vi: 'Nhạc hiệu cảnh báo', en: 'Alert chime' },
};

const chimes: Record<ChimeName, Chime> = {
  'chime-open': {
    lengthS: 2.6,
    gain: 0.449,
    notes: [
      { atS: 0, hz: c5, fallS: 2.2 },
      { atS: 0.5, hz: e5, fallS: 2.2 },
      { atS: 1, hz: g5, fallS: 2.8 },
    ],
  },
  'chime-close': {
    lengthS: 2.6,
    gain: 0.444,
    notes: [
      { atS: 0, hz: g5, fallS: 2.2 },
      { atS: 0.5, hz: e5, fallS: 2.2 },
      { atS: 1, hz: c5, fallS: 2.8 },
    ],
  },
  'chime-priority': {
    lengthS: 2.4,
    gain: 0.465,
    notes: [
      { atS: 0, hz: e5, fallS: 1.2 },
      { atS: 0.28, hz: a5, fallS: 1.6 },
      { atS: 0.95, hz: e5, fallS: 1.2 },
      { atS: 1.23, hz: a5, fallS: 2 },
    ],
  },
  // Hammered, without a breath between the strokes: nobody takes it for the opening of a programme.
  'chime-alert': {
    lengthS: 2.8,
    gain: 0.486,
    notes: [0, 0.9, 1.8].flatMap(turn =>
      [0, 1, 2, 3, 4, 5].map(stroke => ({
        atS: turn + stroke * 0.11,
        hz: stroke % 2 === 0 ? d6 : a5,
        fallS: stroke === 5 ? 0.7 : 0.35,
      })),
    ),
  },
};

export const makeChime = (name: ChimeName): Float32Array => {
  const { lengthS, gain, notes } = chimes[name];
  const sound = new Float32Array(Math.round(lengthS * rate));
  for (const { atS, hz, fallS } of notes) {
    const start = Math.round(atS * rate);
    for (let at = start; at < sound.length; at++) {
      const time = (at - start) / rate;
      let value = 0;
      for (const { times, level, faster } of partials) {
        value += level * Math.sin(2 * Math.PI * hz * times * time) * 10 ** ((-3 * time * faster) / fallS);
      }
      sound[at]! += gain * value * Math.min(1, time / strikeS);
    }
  }
  // The last 50 ms fade out, so that no tone is cut with a click.
  const fade = Math.round(0.05 * rate);
  for (let at = 0; at < fade; at++) sound[sound.length - 1 - at]! *= at / fade;
  return sound;
};
