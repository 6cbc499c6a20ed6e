// GET /api/demo/clusters/:id/sound: what this cluster's agent really wrote of its last item, as a WAV file.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SAMPLE_RATE } from '../../agent/speaker/speaker.ts';
import { id } from '../../protocol/id.ts';
import { writeWave } from '../../server/audio/speech/wave.ts';
import { LoaError } from '../../server/errors.ts';
import type { App } from '../../server/http/api.ts';

/** `folder` is where the agents keep their samples. */
export const soundRoute =
  (folder: string) =>
  (app: App): void => {
    app.get(
      '/api/demo/clusters/:id/sound',
      { config: { access: 'read' }, schema: { params: z.object({ id: id('cl') }) } },
      async (request, reply) => {
        const clusterId = request.params.id;
        const bytes = await samplesOf(join(folder, `${clusterId}.pcm`));
        if (bytes === null) throw new LoaError('not_found', { what: clusterId });
        // A copy of its own, so that it begins where 16-bit numbers may.
        const samples = new Int16Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~1)).buffer);
        return reply.type('audio/wav').send(Buffer.from(writeWave({ sampleRate: SAMPLE_RATE, samples })));
      },
    );
  };

async function samplesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
