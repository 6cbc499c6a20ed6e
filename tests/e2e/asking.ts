// A person at the public HTTP API, beside the browsers: a session of their own; the server and these tests come from one source
// tree, so answers are read as their caller says.
import type { Me } from '../../protocol/api/people.ts';

export interface Door {
  /** Where this program reaches the server. */
  base: string;
  /** The address that browsers use, which the server wants to see on every write. */
  origin: string;
}

export interface Session {
  me: Me;
  /** `name=value`, for a browser that is to be this person without the sign-in page. */
  cookie: string;
  /** Throws what the server refuses. */
  ask<T = unknown>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

export async function openSession({ base, origin }: Door, name: string, password: string): Promise<Session> {
  async function send(method: string, path: string, body: unknown, cookie: string): Promise<Response> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { origin, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    if (response.ok) return response;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  const opened = await send('POST', '/api/session', { name, password }, '');
  const [cookie = ''] = (opened.headers.getSetCookie()[0] ?? '').split(';');
  return {
    me: (await opened.json()) as Me,
    cookie,
    ask: async <T>(method: string, path: string, body?: unknown) =>
      (await (await send(method, path, body, cookie)).json()) as T,
  };
}
