// The short sounds that every device always holds: `library.json` beside their files flows in, checked; the library that goes
// into a welcome, and the chimes that a page offers, flow out.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { listChunks } from '../../protocol/chunk.ts';
import { type ClipLibrary, clipName, language } from '../../protocol/order.ts';

const description = z.object({
  version: z.int().min(1),
  clips: z.array(
    z.object({
      name: clipName,
      /** In compact orders; a name keeps its number for good. */
      number: z.int().min(1).max(255),
      language: language.optional(),
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
  language?: string | undefined;
  /** Its name on the wire. */
  recording: string;
  path: string;
  bytes: number;
  durationMs: number;
  title: { vi: string; en: string };
}

export interface Clips {
  library: ClipLibrary;
  byName: ReadonlyMap<string, Clip>;
}

const titles: Record<string, { vi: string; en: string }> = {
  'chime-open': { vi: 'Nhạc hiệu mở đầu', en: 'Opening chime' },
  'chime-close': { vi: 'Nhạc hiệu kết thúc', en: 'Closing chime' },
  'chime-priority': { vi: 'Nhạc hiệu tin ưu tiên', en: 'Priority chime' },
};

/** Reads the clip library in `folder`. Throws if the list is wrong or a file is not the one that it names. */
export function readClips(folder: string): Clips {
  const { version, clips } = description.parse(JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8')));
  const byName = new Map<string, Clip>();
  for (const clip of clips) {
    const path = join(folder, clip.file);
    const audio = readFileSync(path);
    if (createHash('sha256').update(audio).digest('hex') !== clip.sha256)
      throw new Error(`the clip ${path} is not the one that library.json names`);
    byName.set(clip.name, {
      name: clip.name,
      number: clip.number,
      language: clip.language,
      recording: listChunks(audio).recording,
      path,
      bytes: audio.length,
      durationMs: clip.durationMs,
      title: titles[clip.name] ?? { vi: clip.name, en: clip.name },
    });
  }
  return {
    library: {
      version,
      clips: [...byName.values()].map(({ path: _path, title: _title, ...clip }) => clip),
    },
    byName,
  };
}
