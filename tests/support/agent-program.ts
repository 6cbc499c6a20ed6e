// The agent as a program of its own: the real command line, real sockets on this machine, against the server made by hand.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { systemTime } from '../../protocol/time.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';

export interface Port {
  server: FakeServer;
  url: string;
  close(): Promise<void>;
}

/** The hand-made server on a free port of this machine. */
export async function fakePort(): Promise<Port> {
  // Fractions of a millisecond, as the real server gives them.
  const server = fakeServer({ ...systemTime, now: () => performance.timeOrigin + performance.now() });
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/device', perMessageDeflate: false });
  sockets.on('connection', socket => {
    const events = server.accept({
      send: data => socket.send(data),
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
      bufferedBytes: () => socket.bufferedAmount,
    });
    socket.on('message', (data, isBinary) => events.message(isBinary ? new Uint8Array(0) : String(data)));
    socket.on('close', (code, reason) => events.closed(code, String(reason)));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.close();
      await once(http, 'close');
    },
  };
}

export interface Program {
  child: ChildProcess;
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** Starts `node entry …args` on this Node. */
export function startProgram(
  entry: string,
  args: readonly string[],
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Program {
  const child = spawn(process.execPath, [...flags, entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  child.stdout.on('data', data => (output += String(data)));
  child.stderr.on('data', data => (output += String(data)));
  const ended = new Promise<number | null>(resolve => child.on('exit', code => resolve(code)));
  return { child, ended, output: () => output };
}

/** Waits until `holds` does, at most `patienceMs`. */
export async function until(holds: () => boolean, patienceMs: number, what: string): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`in ${patienceMs} ms it did not happen: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
