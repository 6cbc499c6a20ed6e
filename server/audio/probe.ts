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

  const close = async (): Promise<void> => {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  };

  return {
    close,
    async ask(question) {
      worker ??= new Worker(new URL('./probe-worker.ts', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
        env: {},
        stderr: true,
      });
      const asked = worker;
      const answer = await new Promise<ProbeAnswer | undefined>(resolve => {
        const timer = setTimeout(() => resolve(undefined), timeLimitMs);
        const settle = (value?: ProbeAnswer): void => {
          clearTimeout(timer);
          asked.removeAllListeners();
          asked.on('error', () => undefined);
          resolve(value);
        };
        asked.once('message', settle);
        asked.once('error', () => settle());
        asked.once('exit', () => settle());
        asked.postMessage(question);
      });
      if (answer === undefined) await close(); // stuck or dead: the next question gets a new one
      return answer?.seconds;
    },
  };
};
