// A file's path flows in, the length that it claims flows out; the reading happens in a worker thread under limits of time and memory.

import { Worker } from 'node:worker_threads';
import type { Container } from './container.ts';

export interface ProbeQuestion {
  path: string;
  container: Container;
}

export interface ProbeAnswer {
  seconds: number | undefined;
}

export interface Probe {
  /** Seconds that the file claims to last; undefined where no reader can tell. One question at a time. */
  ask(question: ProbeQuestion): Promise<number | undefined>;
  close(): Promise<void>;
}

const timeLimitMs = 20_000;
const memoryMb = 128;

export const createProbe = (): Probe => {
  let worker: Worker | undefined;
  let settle: (answer?: ProbeAnswer) => void = () => undefined;

  const start = (): Worker => {
    const started = new Worker(new URL('./probe-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      env: {},
      stderr: true,
    });
    const hear = (answer?: ProbeAnswer): void => {
      if (worker === started) settle(answer); // a worker that was ended has no more say
    };
    started.on('message', hear);
    started.on('error', () => hear());
    started.on('exit', () => hear());
    return started;
  };

  const close = async (): Promise<void> => {
    const old = worker;
    worker = undefined;
    settle();
    await old?.terminate();
  };

  return {
    close,
    async ask(question) {
      worker ??= start();
      const { promise, resolve } = Promise.withResolvers<ProbeAnswer | undefined>();
      settle = resolve;
      const timer = setTimeout(() => resolve(undefined), timeLimitMs);
      worker.postMessage(question);
      const answer = await promise;
      clearTimeout(timer);
      if (answer === undefined) await close(); // stuck or dead: the next question gets a new one
      return answer?.seconds;
    },
  };
};
