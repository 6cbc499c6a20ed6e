// Recordings over HTTP: uploaded, recorded on a phone, or spoken by the machine from text.
import { z } from 'zod';
import { id } from '../id.ts';
import { language } from '../order.ts';
import { instant, title } from './common.ts';

export const recordingState = z.enum(['processing', 'ready', 'failed']);

/** The fields beside `file` in the multipart upload. */
export const uploadFields = z.object({
  title,
  language: language.default('vi'),
  areaId: id('ar').optional(),
  /** Another recording that says the same in another language. */
  versionOf: id('re').optional(),
  /** What is said, for the leader who approves it. */
  text: z.string().max(20_000).optional(),
});
export const newSpeech = z.object({
  text: z.string().trim().min(1).max(20_000),
  language: language.default('vi'),
  title,
  areaId: id('ar').optional(),
  versionOf: id('re').optional(),
});
export const recordingChange = z.object({ title, text: z.string().max(20_000) }).partial();

export const recording = z.object({
  id: id('re'),
  title: z.string(),
  language,
  areaId: z.string(),
  state: recordingState,
  /** 0–1 while processing. */
  progress: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  durationMs: z.int().nullable(),
  /** The recording's name on the wire: the hash of its chunk list. */
  sha256: z.string().nullable(),
  bytes: z.int().nullable(),
  loudnessLufs: z.number().nullable(),
  /** About 200 peaks, 0–100. */
  waveform: z.array(z.number()).nullable(),
  source: z.enum(['upload', 'speech']),
  /** "giọng máy" where a machine speaks. */
  voice: z.string().nullable(),
  text: z.string().nullable(),
  /** The text as the machine read it, numbers and dates spelt out. */
  spokenText: z.string().nullable(),
  versionOf: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
});
export type Recording = z.infer<typeof recording>;

export const chime = z.object({ name: z.string(), durationMs: z.int(), title: z.string() });
