// One small thing that outlives a restart: a JSON file, parsed when it is loaded, replaced whole when it changes.
import type { z } from 'zod';
import type { Disk } from './disk.ts';
import type { Log } from './log.ts';

export interface Kept<T> {
  value(): T;
  /** Durable when it resolves; later calls win over earlier ones. */
  set(value: T): Promise<void>;
}

/** Loads the file; where it is missing or spoilt, `initial` stands in and the loss is logged. */
export async function loadKept<T>(parts: {
  disk: Disk;
  path: string;
  shape: z.ZodType<T>;
  initial: T;
  log: Log;
}): Promise<Kept<T>> {
  const { disk, path, shape, log } = parts;
  let current = parts.initial;
  const bytes = await disk.read(path);
  if (bytes !== null) {
    const parsed = shape.safeParse(parseJson(bytes));
    if (parsed.success) current = parsed.data;
    else log.error({ path, why: parsed.error.message }, 'a kept file is spoilt and was passed over');
  }
  let queue: Promise<void> = Promise.resolve();
  return {
    value: () => current,
    set(value) {
      current = value;
      const write = queue.then(() => disk.replace(path, Buffer.from(JSON.stringify(value))));
      queue = write.catch((error: unknown) => log.error({ path, why: String(error) }, 'a kept file was not written'));
      return write;
    },
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
