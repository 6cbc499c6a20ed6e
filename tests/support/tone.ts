// Small sounds made in code for tests: PCM at 48 kHz mono, a WAV file of it, and the pitch that a sound has.

export const rate = 48_000;

export const sine = (hz: number, seconds: number, peak = 0.1): Float32Array =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, index) => peak * Math.sin((2 * Math.PI * hz * index) / rate),
  );

/** A seeded generator of numbers in [0, 1), the same on every run. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Voiced bursts with pauses, harmonics of a moving pitch and a crest factor like that of a speaker near a microphone. */
export const speechlike = (seconds: number, peak = 0.3, seed = 1): Float32Array => {
  const random = seeded(seed);
  const sound = new Float32Array(Math.round(seconds * rate));
  let loudest = 0;
  for (let start = 0; start < sound.length; ) {
    const length = Math.round((0.12 + 0.2 * random()) * rate);
    const pitch = 110 + 90 * random();
    const loud = 0.3 + 0.7 * random();
    for (let at = 0; at < length && start + at < sound.length; at++) {
      const time = at / rate;
      let value = 0;
      for (let harmonic = 1; harmonic <= 12; harmonic++) {
        value += Math.cos(2 * Math.PI * pitch * harmonic * time) / harmonic;
      }
      sound[start + at] = value * loud * Math.sin((Math.PI * at) / length);
      loudest = Math.max(loudest, Math.abs(sound[start + at]!));
    }
    start += length + Math.round((random() < 0.2 ? 0.3 : 0.03) * rate);
  }
  return sound.map(value => (value * peak) / loudest);
};

/** A WAV file (16 bit) of the given channels, all of the same length. */
export const wav = (channels: Float32Array[], sampleRate = rate): Uint8Array => {
  const frames = channels[0]!.length;
  const width = channels.length * 2;
  const bytes = new Uint8Array(44 + frames * width);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, 36 + frames * width, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * width, true);
  view.setUint16(32, width, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, frames * width, true);
  for (let frame = 0; frame < frames; frame++) {
    channels.forEach((channel, index) => {
      view.setInt16(
        44 + frame * width + index * 2,
        Math.round(Math.max(-1, Math.min(1, channel[frame]!)) * 32767),
        true,
      );
    });
  }
  return bytes;
};

/** Strength of one frequency in a sound (Goertzel), as the peak of a sine that would give it. */
export const strengthAt = (hz: number, sound: Float32Array): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let one = 0;
  let two = 0;
  for (const value of sound) [one, two] = [value + turn * one - two, one];
  return (2 * Math.sqrt(one * one + two * two - turn * one * two)) / sound.length;
};
