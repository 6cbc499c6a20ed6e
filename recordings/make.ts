// Synthesised chimes flow in; the committed Ogg Opus files and `library.json` beside this script flow out. Run: node recordings/make.ts

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { chimeNames, makeChime } from '../server/audio/chimes.ts';
import { encodeOggOpus } from '../server/audio/opus.ts';

const here = (name: string): URL => new URL(name, import.meta.url);

const clips = [];
for (const [index, name] of chimeNames.entries()) {
  const sound = makeChime(name);
  const bytes = await encodeOggOpus(sound, { serial: index + 1, sound: 'music' });
  const file = `${name}.opus`;
  await writeFile(here(file), bytes);
  clips.push({
    name,
    number: index + 1,
    file,
    durationMs: Math.round(sound.length / 48),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
}
await writeFile(here('library.json'), `${JSON.stringify({ version: 1, clips }, null, 2)}\n`);
