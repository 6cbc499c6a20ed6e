// The agents' process as the demonstration holds it: devices with their codes go in, word of how they are comes out.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Device, fromAgents, type ToAgents } from './words.ts';

const LONGEST_STOP_MS = 5000;

export interface Fleet {
  /** Resolves when all are enrolled. Throws with the first that could not be. */
  start(devices: readonly Device[]): Promise<void>;
  /** Resolves when every device holds its emergency library. */
  stocked: Promise<void>;
  /** Takes this cluster's reception away, or gives it back. */
  cut(clusterId: string): void;
  mend(clusterId: string): void;
  close(): Promise<void>;
}

export function openFleet(parts: {
  /** Of `/device`, ws: or wss:. */
  server: string;
  /** Where each keeps its things, and its last samples as `ID.pcm`. */
  folder: string;
  /** A certificate file to trust besides those of the system. */
  certificate?: string | undefined;
  /** It ended by itself. */
  lost: (why: string) => void;
}): Fleet {
  const child = fork(fileURLToPath(new URL('./agents.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      // Sixty journals are written at the same instants.
      UV_THREADPOOL_SIZE: '16',
      ...(parts.certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: parts.certificate }),
    },
  });
  let ended = false;
  let closing = false;
  const over = Promise.withResolvers<void>();
  const enrolled = Promise.withResolvers<void>();
  enrolled.promise.catch(() => undefined);
  const stocked = Promise.withResolvers<void>();
  stocked.promise.catch(() => undefined);
  const tell = (word: ToAgents): void => {
    if (child.connected) child.send(word);
  };

  child.on('message', received => {
    const word = fromAgents.parse(received);
    if (word.t === 'enrolled') enrolled.resolve();
    else if (word.t === 'stocked') stocked.resolve();
    else enrolled.reject(new Error(`${word.clusterId}: ${word.why}`));
  });
  child.on('exit', (code, signal) => {
    ended = true;
    const why = `the agents' process ended (${signal ?? code})`;
    enrolled.reject(new Error(why));
    stocked.reject(new Error(why));
    over.resolve();
    if (!closing) parts.lost(why);
  });

  return {
    start(devices) {
      tell({ t: 'start', server: parts.server, folder: parts.folder, devices: [...devices] });
      return enrolled.promise;
    },
    stocked: stocked.promise,
    cut: clusterId => tell({ t: 'cut', clusterId }),
    mend: clusterId => tell({ t: 'mend', clusterId }),
    async close() {
      closing = true;
      if (ended) return;
      tell({ t: 'stop' });
      const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS);
      await over.promise;
      clearTimeout(late);
    },
  };
}
