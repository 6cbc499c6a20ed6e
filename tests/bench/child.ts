// A process of the benchmark's own: questions go in one at a time over the channel that Node gives to children, answers come
// out. It ends when it is told, when its parent is gone, and at the latest when its time is up.
import { fork } from 'node:child_process';
import { z } from 'zod';

const answer = z.union([
  z.object({ number: z.int(), value: z.unknown() }),
  z.object({ number: z.int(), error: z.string() }),
]);
const question = z.object({ number: z.int(), ask: z.unknown() });

/** A child ends by itself when the channel closes; one that does not is killed after this. */
const GOODBYE_MS = 5000;

export interface Child<Question> {
  ask<S extends z.ZodType>(question: Question, shape: S): Promise<z.infer<S>>;
  /** Resolves when the process is gone. */
  end(): Promise<void>;
}

/** Starts `program` with its own open-file limit and heap; it is killed after `limitMs`. */
export function startChild<Question>(program: URL, limitMs: number): Child<Question> {
  const child = fork(program, {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let number = 0;
  const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const gone = new Promise<void>(resolve => {
    child.on('exit', (code, signal) => {
      clearTimeout(late);
      for (const { reject } of waiting.values()) {
        reject(new Error(`${program.pathname} ended before it answered (${signal ?? code})`));
      }
      waiting.clear();
      resolve();
    });
  });
  child.on('message', message => {
    const said = answer.parse(message);
    const asked = waiting.get(said.number);
    waiting.delete(said.number);
    if ('error' in said) asked?.reject(new Error(said.error));
    else asked?.resolve(said.value);
  });
  return {
    async ask(what, shape) {
      number += 1;
      const value = new Promise<unknown>((resolve, reject) => waiting.set(number, { resolve, reject }));
      child.send({ number, ask: what });
      return shape.parse(await value);
    },
    async end() {
      if (child.connected) child.disconnect();
      const stuck = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS);
      await gone;
      clearTimeout(stuck);
    },
  };
}

/** The child's half: answers each question by `reply` until the parent is gone. */
export function answerParent<S extends z.ZodType>(shape: S, reply: (question: z.infer<S>) => Promise<unknown>): void {
  const parent = process.send?.bind(process);
  if (!parent) throw new Error('this program is started by a benchmark');
  process.on('disconnect', () => process.exit(0));
  process.on('message', message => {
    const { number, ask } = question.parse(message);
    reply(shape.parse(ask)).then(
      value => parent({ number, value: value ?? null }),
      (error: unknown) =>
        parent({ number, error: error instanceof Error ? (error.stack ?? error.message) : `${error}` }),
    );
  });
}
