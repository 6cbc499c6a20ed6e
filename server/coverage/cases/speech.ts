// Cases of speech: STI from octaves, from modulation, under noise and among echoes; auditory masking; SII.
import { z } from 'zod';
import {
  type Arrival,
  auditoryMasking,
  MODULATIONS_HZ,
  modulationAtLevels,
  modulationOfEchoes,
  SPEECH_OCTAVES_HZ,
  stiAmongEchoes,
  stiOfModulations,
  stiOfOctaves,
} from '../intelligibility.ts';
import { speechIntelligibilityIndex } from '../sii.ts';
import { right, wrong } from './fault.ts';
import { kind, oneOf } from './kind.ts';

const SILENCE_DB = -200;

const share = z.number().min(0).max(1);
const perOctave = z.array(z.number()).length(SPEECH_OCTAVES_HZ.length);
const transfer = z.array(z.array(share).length(SPEECH_OCTAVES_HZ.length)).length(MODULATIONS_HZ.length);

const ofOctaves = kind(
  z.object({
    bands_ti_1: z.array(
      z
        .int()
        .min(0)
        .max(SPEECH_OCTAVES_HZ.length - 1),
    ),
  }),
  ({ bands_ti_1 }) =>
    right({ sti: stiOfOctaves(SPEECH_OCTAVES_HZ.map((_, octave) => (bands_ti_1.includes(octave) ? 1 : 0))) }),
);

/** `m` is one value, or a row per modulation frequency with a value per octave; levels bring in noise, masking and threshold. */
const ofModulation = kind(
  z.object({ m: z.union([share, transfer]), speech_db: perOctave.optional(), noise_db: perOctave.optional() }),
  ({ m, speech_db, noise_db }) => {
    const rows = typeof m === 'number' ? MODULATIONS_HZ.map(() => SPEECH_OCTAVES_HZ.map(() => m)) : m;
    if (noise_db && !speech_db)
      return wrong('missing', 'input.speech_db', 'Expected levels of speech beside the noise');
    const kept = speech_db && modulationAtLevels(speech_db, noise_db ?? SPEECH_OCTAVES_HZ.map(() => SILENCE_DB));
    return right({
      sti: stiOfModulations(SPEECH_OCTAVES_HZ.map((_, k) => rows.map(row => row[k]! * (kept?.[k] ?? 1)))),
    });
  },
);

/** `sti` by the modulation of all arrivals together, `sti_decisive` with late arrivals as noise. */
const ofEchoes = kind(
  z.object({ arrivals: z.array(z.object({ level_db: z.number(), delay_ms: z.number() })).min(1) }),
  input => {
    const arrivals: Arrival[] = input.arrivals.map(({ level_db, delay_ms }) => ({
      levelsDb: SPEECH_OCTAVES_HZ.map(() => level_db),
      delayMs: delay_ms,
    }));
    const quiet = SPEECH_OCTAVES_HZ.map(() => SILENCE_DB);
    return right({
      sti: stiOfModulations(modulationOfEchoes(arrivals)),
      sti_decisive: stiAmongEchoes(arrivals, quiet),
    });
  },
);

const ofMasking = kind(z.object({ level_db: z.number() }), ({ level_db }) =>
  right({ amdb: auditoryMasking(level_db) }),
);

const spectrum = z.array(z.number()).min(1);
const ofSpectra = kind(
  z.object({ speech: spectrum, noise: spectrum, threshold: spectrum, importance: spectrum, U: spectrum, X: spectrum }),
  input => {
    const uneven = Object.entries(input).find(([, values]) => values.length !== input.speech.length);
    if (uneven)
      return wrong('wrong_length', `input.${uneven[0]}`, `Expected ${input.speech.length} values, as speech has`);
    return right({
      sii: speechIntelligibilityIndex(
        input.speech.map((speech, k) => ({
          speech,
          noise: input.noise[k]!,
          threshold: input.threshold[k]!,
          importance: input.importance[k]!,
          normalSpeech: input.U[k]!,
          internalNoise: input.X[k]!,
        })),
      ),
    });
  },
);

export const speechCase = oneOf({
  bands_ti_1: ofOctaves,
  m: ofModulation,
  arrivals: ofEchoes,
  level_db: ofMasking,
  speech: ofSpectra,
});
