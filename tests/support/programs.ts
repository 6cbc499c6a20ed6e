// The programs themselves, as an operator starts them: `server/main.ts` on a free port with its own folder, `agent/main.ts` for
// its clusters, and the HTTP API as a signed-in person calls it. Whatever was started is ended by `close`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recording } from '../../protocol/api/recordings.ts';
import { type Program, startProgram } from './agent-program.ts';
import { decodeOggOpus } from './opus.ts';

const ADMIN = { name: 'quantri', password: 'mật khẩu rất dài', pin: '246810' };

/** Answers what `look` finds as soon as it is there. */
export async function found<T>(
  look: () => T | null | undefined | Promise<T | null | undefined>,
  patienceMs: number,
  what: () => string,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`not within ${patienceMs} ms: ${what()}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

export interface RealServer {
  folder: string;
  port: number;
  program: Program;
  /** Calls the API as the account of the set-up; throws what is refused. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Types an announcement for the machine to speak; the recording's id. */
  type(title: string, text: string): Promise<string>;
  /** Waits until it is spoken: its bytes, and its sound as a device decodes it. */
  spoken(recordingId: string): Promise<{ bytes: number; sound: Float32Array }>;
  /** An agent for a new cluster, enrolled and online; `port`: where it finds the server, if not directly. */
  agent(name: string, speaker: string, port?: number): Promise<{ clusterId: string; program: Program }>;
  close(): Promise<void>;
}

export async function startServer(): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-real-'));
  const started: Program[] = [];
  const run = (entry: string, args: string[], env: Record<string, string> = {}) => {
    const program = startProgram(entry, args, [], { PATH: process.env.PATH, ...env });
    started.push(program);
    return program;
  };
  async function close(): Promise<void> {
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    rmSync(folder, { recursive: true });
  }

  try {
    const program = run('server/main.ts', [], {
      LOA_PORT: '0',
      LOA_DATA: join(folder, 'data'),
      LOA_RECORDINGS: join(folder, 'recordings'),
      LOA_LOG: 'warn',
      LOA_ADMIN_USER: ADMIN.name,
      LOA_ADMIN_PASSWORD: ADMIN.password,
      LOA_ADMIN_PIN: ADMIN.pin,
    });
    const port = await found(
      () => Number(/localhost:(\d+)/.exec(program.output())?.[1]) || null,
      20_000,
      () => `the server listens: ${program.output()}`,
    );
    const origin = `http://127.0.0.1:${port}`;
    let cookie = '';
    const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: { origin, cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response;
    };
    const call = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
      (await ask(method, path, body)).json() as Promise<T>;
    const signedIn = await ask('POST', '/api/session', { name: ADMIN.name, password: ADMIN.password });
    cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { area } = (await signedIn.json()) as { area: { id: string } };

    return {
      folder,
      port,
      program,
      call,
      close,
      async type(title, text) {
        return (await call<Recording>('POST', '/api/recordings/speech', { title, language: 'vi', text })).id;
      },
      async spoken(id) {
        await found(
          async () => {
            const { state, error } = await call<Recording>('GET', `/api/recordings/${id}`);
            if (state === 'failed') throw new Error(error?.message);
            return state === 'ready' ? true : null;
          },
          100_000,
          () => `${id} is spoken: ${program.output()}`,
        );
        const audio = await (await ask('GET', `/api/recordings/${id}/audio`)).arrayBuffer();
        return { bytes: audio.byteLength, sound: decodeOggOpus(new Uint8Array(audio)) };
      },
      async agent(name, speaker, through = port) {
        const { id } = await call<{ id: string }>('POST', '/api/clusters', { name, areaId: area.id });
        const { code } = await call<{ code: string }>('POST', `/api/clusters/${id}/enrolment`);
        const agent = run('agent/main.ts', [
          ...['--server', `http://127.0.0.1:${through}`, '--code', code],
          ...['--data', join(folder, id), '--speaker', speaker],
        ]);
        await found(
          async () => {
            const cluster = await call<{ presence: { state: string } }>('GET', `/api/clusters/${id}`);
            return cluster.presence.state === 'online' ? true : null;
          },
          20_000,
          () => `${name} is online: ${agent.output()}`,
        );
        return { clusterId: id, program: agent };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
