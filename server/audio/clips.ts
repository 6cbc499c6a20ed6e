// The short sounds that come with the program: `library.json` beside their files flows in, checked; the library that goes into a
// welcome, the sirens that a commune gets once it has picked its code, and the chimes that a page offers, flow out.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { listChunks } from '../../protocol/chunk.ts';
import { type ClipLibrary, clipName, type LibraryClip, language } from '../../protocol/order.ts';

/** routine: anybody's programme may open with it; emergency: for alerts and drills alone; siren: for alerts of a place with its code. */
const use = z.enum(['routine', 'emergency', 'siren']);
const description = z.object({
  version: z.int().min(1),
  clips: z.array(
    z.object({
      name: clipName,
      /** In compact orders; a name keeps its number for good. */
      number: z.int().min(1).max(255),
      use,
      language: language.optional(),
      title: z.object({ vi: z.string(), en: z.string() }),
      file: z.string().regex(/^[a-z0-9-]+\.opus$/),
      durationMs: z.int().positive(),
      bytes: z.int().positive(),
      /** Of the file. */
      sha256: z.string(),
    }),
  ),
});

export interface Clip {
  name: string;
  number: number;
  use: z.infer<typeof use>;
  language?: string | undefined;
  /** Its name on the wire. */
  recording: string;
  path: string;
  bytes: number;
  durationMs: number;
  title: { vi: string; en: string };
}

export interface Clips {
  /** What every device holds: all but the sirens. */
  library: ClipLibrary;
  /** All clips, the sirens too. */
  byName: ReadonlyMap<string, Clip>;
  /** What a programme may name. */
  routine: ReadonlyMap<string, Clip>;
}

/** Reads the clip library in `folder`. Throws if the list is wrong or a file is not the one that it names. */
export function readClips(folder: string): Clips {
  const { version, clips } = description.parse(JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8')));
  const byName = new Map<string, Clip>();
  for (const { file, sha256, ...clip } of clips) {
    const path = join(folder, file);
    const audio = readFileSync(path);
    if (createHash('sha256').update(audio).digest('hex') !== sha256)
      throw new Error(`the clip ${path} is not the one that library.json names`);
    if (byName.has(clip.name) || [...byName.values()].some(one => one.number === clip.number))
      throw new Error(`${join(folder, 'library.json')}: ${clip.name} or its number stands twice`);
    byName.set(clip.name, { ...clip, recording: listChunks(audio).recording, path, bytes: audio.length });
  }
  const all = [...byName.values()];
  return {
    library: { version, clips: all.filter(clip => clip.use !== 'siren').map(onWire) },
    byName,
    routine: new Map(all.filter(clip => clip.use === 'routine').map(clip => [clip.name, clip])),
  };
}

/** A clip as devices are told of it. */
export const onWire = ({ name, number, language: spoken, recording, bytes, durationMs }: Clip): LibraryClip => ({
  name,
  number,
  language: spoken,
  recording,
  bytes,
  durationMs,
});
