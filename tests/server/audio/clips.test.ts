// Checks the committed emergency library by ear and by ruler: every file and its list, how loud it is, when the sirens sound and
// are silent, in which band, and that nothing but a siren holds a siren's tone.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chimeNames, makeChime } from '../../../server/audio/chimes.ts';
import { type Clip, readClips } from '../../../server/audio/clips.ts';
import { readScript } from '../../../server/audio/script.ts';
import { makeSiren } from '../../../server/audio/siren.ts';
import { measure } from '../../support/ffmpeg.ts';
import { loudness } from '../../support/listening.ts';
import { needs } from '../../support/needs.ts';
import { decodeOggOpus } from '../../support/opus.ts';
import { holdsSiren, longestSirenS } from '../../support/siren-ear.ts';
import { rate, sine, speechlike, strengthAt } from '../../support/tone.ts';

const folder = join(import.meta.dirname, '../../../recordings');
const clips = readClips(folder);
const all = [...clips.byName.values()];
const script = readScript(folder);
const sirens = script.codes.flatMap(code => code.sirens);
const decoded = new Map<string, Float32Array>();
const heard = (clip: Clip): Float32Array => {
  const sound = decoded.get(clip.name) ?? decodeOggOpus(readFileSync(clip.path));
  decoded.set(clip.name, sound);
  return sound;
};
const ofSiren = (name: string): Clip => {
  const clip = clips.byName.get(name);
  if (!clip) throw new Error(`no clip ${name}`);
  return clip;
};

describe('the list', () => {
  it('names every file once, with numbers that never change', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.opus'));
    expect(all.map(clip => `${clip.name}.opus`).sort()).toEqual(files.sort());
    expect(Object.fromEntries(all.map(clip => [clip.name, clip.number]))).toEqual({
      'chime-open': 1,
      'chime-close': 2,
      'chime-priority': 3,
      'chime-alert': 4,
      'drill-open': 5,
      'drill-close': 6,
      'drill-end': 7,
      'siren-test-open': 8,
      'siren-test-close': 9,
      'all-clear': 10,
      correction: 11,
      'flood-1': 12,
      'flood-2': 13,
      'flood-3': 14,
      'flash-flood': 15,
      landslide: 16,
      'dam-release': 17,
      storm: 18,
      fire: 19,
      evacuate: 20,
      other: 21,
      'siren-test': 22,
      'siren-hue-storm': 201,
      'siren-hue-flood2': 202,
      'siren-hue-flood3': 203,
    });
  });

  it('LIB-1: keeps the sirens out of what every device holds', () => {
    const held = clips.library.clips.map(clip => clip.name);
    expect(held).toHaveLength(all.length - sirens.length);
    expect(held.filter(name => sirens.some(siren => siren.name === name))).toEqual([]);
    expect(held).toContain('flood-3');
    expect([...clips.routine.keys()]).toEqual(['chime-open', 'chime-close', 'chime-priority']);
  });

  it('takes less than 2.5 MB', () => {
    expect(
      readdirSync(folder)
        .filter(name => name.endsWith('.opus'))
        .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
    ).toBeLessThan(2.5e6);
  });

  it('stops the program at a file that is not the one it names', () => {
    const copy = mkdtempSync(join(tmpdir(), 'loa-clips-'));
    cpSync(folder, copy, { recursive: true, filter: path => !path.endsWith('store') });
    expect(readClips(copy).library.version).toBe(clips.library.version);
    writeFileSync(join(copy, 'flood-3.opus'), readFileSync(join(folder, 'flood-2.opus')));
    expect(() => readClips(copy)).toThrow(/flood-3\.opus is not the one/);
    rmSync(copy, { recursive: true });
  });
});

describe.each(all)('$name', clip => {
  it('is as long as the list says', () => {
    expect(Math.abs(heard(clip).length / 48 - clip.durationMs)).toBeLessThan(1);
  });

  it('LIB-2: is at −16 LUFS', () => {
    expect(Math.abs(loudness(heard(clip)) + 16)).toBeLessThanOrEqual(0.6);
  });

  needs('ffmpeg')('LIB-2: is at −16 LUFS with its peaks under −1.5 dB, by a second opinion', async () => {
    const { lufs, truePeakDb } = await measure(clip.path);
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(0.5);
    expect(truePeakDb).toBeLessThanOrEqual(-1.5);
  });
});

describe.each(sirens)('$name', ({ name, steps }) => {
  const sound = heard(ofSiren(name));

  it('LIB-3: sounds and is silent at the seconds of its code, to 50 ms', () => {
    let at = 0;
    const wanted = steps.map(({ onS, offS }) => {
      const from = at;
      at += onS + offS;
      return { from, to: from + onS };
    });
    const stretches = soundings(sound);
    expect(stretches).toHaveLength(wanted.length);
    stretches.forEach(({ from, to }, index) => {
      expect(Math.abs(from - (wanted[index]?.from ?? 0))).toBeLessThanOrEqual(0.05);
      expect(Math.abs(to - (wanted[index]?.to ?? 0))).toBeLessThanOrEqual(0.05);
    });
    // A breath before the words.
    expect(sound.length / rate - at).toBeCloseTo(1, 1);
  });

  it('LIB-3: lies in the band of a horn, 400–3000 Hz', () => {
    // The sixth second, where the motor runs.
    const second = sound.subarray(5 * rate, 6 * rate);
    let inside = 0;
    let whole = 0;
    for (let hz = 20; hz < 12_000; hz += 10) {
      const power = strengthAt(hz, second) ** 2;
      whole += power;
      if (hz >= 400 && hz <= 3000) inside += power;
    }
    expect(inside / whole).toBeGreaterThan(0.99);
  });

  it('LIB-4: is heard as a siren in every sounding', () => {
    for (const { from, to } of soundings(sound))
      expect(longestSirenS(sound.subarray(from * rate, to * rate))).toBeGreaterThan(0.6 * (to - from));
  });

  it('is what the synthesis makes', () => {
    const made = makeSiren(steps);
    expect(made.length).toBe(sound.length);
    expect(Math.abs(loudness(made) - loudness(sound))).toBeLessThan(0.5);
  });
});

describe('LIB-4: the siren tone', () => {
  it.each(all.filter(clip => clip.use !== 'siren'))('is not in $name', clip => {
    expect(longestSirenS(heard(clip))).toBeLessThan(0.3);
  });

  it('is told from other tones and from speech, and found in the middle of speech', () => {
    const siren = heard(ofSiren('siren-hue-flood2')).subarray(3 * rate, 5 * rate);
    const speech = speechlike(4);
    expect(holdsSiren(speech)).toBe(false);
    expect(holdsSiren(sine(800, 4))).toBe(false);
    expect(holdsSiren(siren)).toBe(true);
    const hidden = new Float32Array(10 * rate);
    hidden.set(speech, 0);
    hidden.set(siren, 4 * rate);
    hidden.set(speech, 6 * rate);
    expect(holdsSiren(hidden)).toBe(true);
  });
});

describe('the alert chime', () => {
  const sound = heard(ofSiren('chime-alert'));

  it('LIB-5: gives late devices two seconds before the words, and is no other chime', () => {
    expect(sound.length / rate).toBeGreaterThanOrEqual(2);
    const strokes = (name: string) => onsets(heard(ofSiren(name)));
    expect(onsets(sound)).toBeGreaterThanOrEqual(12);
    for (const other of chimeNames.filter(name => name !== 'chime-alert'))
      expect(strokes(other)).toBeLessThanOrEqual(4);
  });

  it('is what the synthesis makes', () => {
    const made = makeChime('chime-alert');
    for (const hz of [880, 1174.66]) expect(Math.abs(strengthAt(hz, sound) - strengthAt(hz, made))).toBeLessThan(0.02);
  });
});

describe('the words', () => {
  const text = (name: string) => [...script.templates, ...script.frames].find(one => one.name === name)?.text ?? '';

  it('LIB-6: of a drill say that it is one, at its beginning and its end', () => {
    expect(text('drill-open')).toMatch(/^Đây là diễn tập\. Đây là diễn tập\./);
    expect(text('drill-close')).toMatch(/^Đây là diễn tập\./);
    expect(text('drill-end')).toContain('Đây là diễn tập');
    for (const { name, text: said } of script.templates) expect(said, name).not.toMatch(/diễn tập/i);
  });

  it('LIB-6: of an alert begin with who speaks, name the danger twice and never a place or a figure', () => {
    for (const { name, hazard, text: said } of script.templates) {
      if (!['allClear', 'correction', 'sirenTest'].includes(hazard))
        expect(said, name).toMatch(/^Thông báo khẩn của Ủy ban nhân dân xã\. /);
      expect(said, name).not.toMatch(/\d|[{}]/);
      // One instruction a sentence, short enough to be understood over an echo.
      for (const sentence of said.split(/(?<=\.)\s+/))
        expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(16);
    }
    for (const [name, word] of [
      ['flood-3', 'báo động ba'],
      ['flood-3', 'lên chỗ cao'],
      ['flash-flood', 'Lũ quét'],
      ['landslide', 'Sạt lở đất'],
      ['dam-release', 'Hồ chứa xả lũ'],
      ['evacuate', 'Sơ tán ngay'],
      ['all-clear', 'Báo yên'],
      ['correction', 'phát nhầm'],
    ] as const)
      expect(text(name).toLowerCase().split(word.toLowerCase()).length - 1, name).toBeGreaterThanOrEqual(2);
  });
});

/** Stretches of sound, in seconds, by the envelope in windows of 5 ms; silences of under 0.5 s belong to them. */
function soundings(sound: Float32Array): { from: number; to: number }[] {
  const window = rate / 200;
  const found: { from: number; to: number }[] = [];
  for (let at = 0; at + window <= sound.length; at += window) {
    const peak = sound.subarray(at, at + window).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (peak < 0.05) continue;
    const last = found.at(-1);
    if (last && at / rate - last.to < 0.5) last.to = (at + window) / rate;
    else found.push({ from: at / rate, to: (at + window) / rate });
  }
  return found;
}

/** How often the sound gets suddenly louder, in steps of 20 ms. */
function onsets(sound: Float32Array): number {
  const window = rate / 50;
  let count = 0;
  let before = 0;
  let rested = 10;
  for (let at = 0; at + window <= sound.length; at += window) {
    const power = sound.subarray(at, at + window).reduce((sum, value) => sum + value * value, 0);
    rested++;
    if (power > 1.25 * before && power > 0.5 && rested > 2) {
      count++;
      rested = 0;
    }
    before = power;
  }
  return count;
}
