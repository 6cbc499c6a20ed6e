// Messages and feeds as they came flow in, what was read in them flows out. What is small and unsigned is read at once; the rest
// in a worker thread, one after the other, under limits of time and memory: alerts never wait for it.
import { Worker } from 'node:worker_threads';
import type { FeedReading } from './entries.ts';
import { createFindings } from './findings.ts';
import { type CapReading, readCap } from './read.ts';
import type { TrustedKey } from './signature.ts';

export type ReadQuestion =
  | { kind: 'alert'; bytes: Uint8Array; keys: TrustedKey[] }
  | { kind: 'feed'; bytes: Uint8Array; base: string };
export type ReadAnswer = { kind: 'alert'; reading: CapReading } | { kind: 'feed'; reading: FeedReading };

export interface CapReader {
  alert(bytes: Uint8Array, keys: TrustedKey[]): Promise<CapReading>;
  feed(bytes: Uint8Array, base: string): Promise<FeedReading>;
  close(): Promise<void>;
}

const AT_ONCE_BYTES = 64 * 1024;
const LIMIT_MS = 10_000;
const MEMORY_MB = 256;

/** Signatures are canonicalised, which takes time by the square of their message. */
const mayBeSigned = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes).toString('latin1').replaceAll('\0', '').includes('Signature');

export function createReader(): CapReader {
  let worker: Worker | null = null;
  let settle: (answer: ReadAnswer | null) => void = () => undefined;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = new Worker(new URL('./read-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      env: {},
      stderr: true,
    });
    // One that was ended has no more say.
    const hear = (answer: ReadAnswer | null): void => {
      if (worker === started) settle(answer);
    };
    started.on('message', hear);
    started.on('error', () => hear(null));
    started.on('exit', () => hear(null));
    return started;
  }

  async function end(): Promise<void> {
    const old = worker;
    worker = null;
    settle(null);
    await old?.terminate();
  }

  async function ask(question: ReadQuestion): Promise<ReadAnswer | null> {
    worker ??= start();
    const { promise, resolve } = Promise.withResolvers<ReadAnswer | null>();
    settle = resolve;
    const timer = setTimeout(() => resolve(null), LIMIT_MS);
    worker.postMessage(question);
    const answer = await promise;
    clearTimeout(timer);
    // Stuck or dead: the next question gets a new one.
    if (answer === null) await end();
    return answer;
  }

  function inTurn(question: ReadQuestion): Promise<ReadAnswer | null> {
    const answer = last.then(() => ask(question));
    last = answer.catch(() => undefined);
    return answer;
  }

  return {
    async alert(bytes, keys) {
      if (bytes.length <= AT_ONCE_BYTES && !mayBeSigned(bytes)) return readCap(bytes, { keys });
      const answer = await inTurn({ kind: 'alert', bytes, keys });
      return answer?.kind === 'alert' ? answer.reading : tooSlow();
    },
    async feed(bytes, base) {
      const answer = await inTurn({ kind: 'feed', bytes, base });
      return answer?.kind === 'feed' ? answer.reading : { kind: 'trouble', why: tooSlow().errors[0]?.message ?? '' };
    },
    close: end,
  };
}

function tooSlow(): CapReading {
  const findings = createFindings();
  findings.error('read_too_slow', '/');
  return { message: null, version: null, ...findings, signature: 'none', signedBy: null };
}
