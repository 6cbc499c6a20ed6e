// The way to the server: a typed address or a command out, the answer or a refusal with the server's own sentence in.
import type { ErrorAnswer } from '../protocol/api/common.ts';
import type { Path } from './paths.ts';
import { words } from './words/chosen.ts';

/** The server understood and said no; `message` is in the reader's language. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** No answer came: whether the server got it is unknown. */
export class NoLink extends Error {
  constructor() {
    super(words.value.common.noLink);
  }
}

const PATIENCE_MS = 15_000;

const isErrorAnswer = (value: unknown): value is ErrorAnswer =>
  typeof value === 'object' &&
  value !== null &&
  'message' in value &&
  typeof value.message === 'string' &&
  'code' in value &&
  typeof value.code === 'string';

/** What a text answer of this status means; used for fetch and for uploads alike. */
export function understand(status: number, text: string): unknown {
  let answer: unknown;
  try {
    answer = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new Refusal('not_understood', words.value.common.notUnderstood(status), status);
  }
  if (status >= 200 && status < 300) return answer;
  if (isErrorAnswer(answer)) throw new Refusal(answer.code, answer.message, status);
  throw new Refusal('not_understood', words.value.common.notUnderstood(status), status);
}

async function ask(method: string, path: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        'accept-language': words.value.code,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    status = response.status;
    text = await response.text();
  } catch {
    throw new NoLink();
  }
  return understand(status, text);
}

/** Server and pages are built from the same shapes (protocol/api), so answers are trusted as their address says. */
export const read = async <T>(path: Path<T>): Promise<T> => (await ask('GET', path)) as T;

export const command = async <T = unknown>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  patienceMs?: number,
): Promise<T> => (await ask(method, path, body, patienceMs)) as T;

/** One sentence for any failure of the above. */
export const sayFailure = (failure: unknown): string => {
  if (failure instanceof Refusal || failure instanceof NoLink) return failure.message;
  console.error(failure);
  return words.value.common.broken;
};
