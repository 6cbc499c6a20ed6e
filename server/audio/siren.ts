// The steps of a siren preset flow in, its sound flows out: PCM at 48 kHz mono, two rotors of a motor siren whose pitch climbs,
// wavers and falls. Nothing else that Loa sounds holds this pair of tones.

export interface SirenStep {
  onS: number;
  offS: number;
}

const rate = 48_000;
/** Pitch of the lower rotor at rest and in full run; with all overtones the sound stays between 450 and 2100 Hz, inside a horn's band. */
const restHz = 450;
const runHz = 900;
/** The two rotors have seven and eight ports. */
export const rotorRatio = 8 / 7;
const overtones = [1, 0.35];
/** How fast the motor runs up, s, and how it wavers. */
const runUpS = 0.8;
const waverHz = 0.3;
const waverBy = 0.06;
/** The motor is switched off so long before the end of a sounding, s. */
const runDownS = 1.2;
/** Shutters open and close in this time, s. */
const shutterS = 0.015;
/** Found by measuring: brings the encoded siren to −16 LUFS. */
const gain = 0.151;
/** Silence behind the last sounding, so that the first word does not drown in its echo, s. */
export const SIREN_TAIL_S = 1;

/** One sounding of so many seconds. */
function sounding(seconds: number): Float32Array {
  const sound = new Float32Array(Math.round(seconds * rate));
  let turned = 0;
  for (let at = 0; at < sound.length; at++) {
    const time = at / rate;
    const left = seconds - time;
    const speed = (1 - Math.exp(-time / runUpS)) * Math.min(1, 0.4 + (0.6 * left) / runDownS);
    const pitch = restHz + (runHz - restHz) * speed * (1 + waverBy * Math.sin(2 * Math.PI * waverHz * time));
    turned += pitch / rate;
    let value = 0;
    overtones.forEach((level, index) => {
      const angle = 2 * Math.PI * (index + 1) * turned;
      value += level * (Math.sin(angle) + Math.sin(angle * rotorRatio));
    });
    sound[at] = gain * value * Math.min(1, time / shutterS, left / shutterS);
  }
  return sound;
}

export function makeSiren(steps: readonly SirenStep[]): Float32Array {
  const lengthS = steps.reduce((sum, { onS, offS }) => sum + onS + offS, SIREN_TAIL_S);
  const sound = new Float32Array(Math.round(lengthS * rate));
  let startS = 0;
  for (const { onS, offS } of steps) {
    sound.set(sounding(onS), Math.round(startS * rate));
    startS += onS + offS;
  }
  return sound;
}
