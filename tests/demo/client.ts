// A person at the public HTTP API, as a phone would be: a session cookie, our own origin, shapes checked on the way back.
import { z } from 'zod';
import { errorAnswer } from '../../protocol/api/common.ts';
import { me } from '../../protocol/api/people.ts';

export interface Client {
  get<T>(path: string, answer: z.ZodType<T>): Promise<T>;
  send<T>(method: 'POST' | 'PATCH', path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
}

export interface Door {
  /** Where this program reaches the server. */
  base: string;
  /** The address that browsers use, which the server wants to see on every write. */
  origin: string;
}

/** `cookie` is what the session was opened with; null: nobody yet. */
function client(door: Door, cookie: string | null): Client & { open(path: string, body: unknown): Promise<string> } {
  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${door.base}${path}`, {
      method,
      headers: {
        origin: door.origin,
        ...(cookie === null ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return response;
    const text = await response.text();
    const told = errorAnswer.safeParse(parsed(text));
    throw new Error(`${method} ${path}: ${response.status} ${told.success ? told.data.message : text.slice(0, 200)}`);
  }

  return {
    get: async (path, answer) => answer.parse(await (await ask('GET', path)).json()),
    send: async (method, path, body, answer) => answer.parse(await (await ask(method, path, body)).json()),
    async open(path, body) {
      const response = await ask('POST', path, body);
      me.parse(await response.json());
      const given = response.headers.getSetCookie()[0]?.split(';')[0];
      if (given === undefined) throw new Error(`${path} gave no session`);
      return given;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export interface SignIn {
  name: string;
  password: string;
}

/** Makes the first account with the code that the server printed. */
export const setUp = async (door: Door, code: string, first: SignIn & { pin: string }): Promise<Client> =>
  client(door, await client(door, null).open('/api/setup', { code, ...first }));

export const signIn = async (door: Door, { name, password }: SignIn): Promise<Client> =>
  client(door, await client(door, null).open('/api/session', { name, password }));

export const listed = <T>(item: z.ZodType<T>) => z.object({ items: z.array(item) });
