// Calls the API in memory and holds every answer against the document that describes it: its status must be documented, its
// body must be of that shape, and nothing that a handler answered may have been stripped on the way out.
import { expect } from 'vitest';
import { z } from 'zod';
import type { App } from '../../server/http/api.ts';

export interface Answer<T> {
  status: number;
  /** Held against the document before a test reads it; undefined where the answer is not JSON. */
  body: T;
  text: string;
  headers: Record<string, string | number | string[] | undefined>;
  cookie: string | undefined;
}
type Json = Record<string, unknown>;

export interface Call {
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Caller {
  get<T = Json>(url: string, call?: Call): Promise<Answer<T>>;
  post<T = Json>(url: string, body?: unknown, call?: Call): Promise<Answer<T>>;
  patch<T = Json>(url: string, body?: unknown, call?: Call): Promise<Answer<T>>;
  put<T = Json>(url: string, body?: unknown, call?: Call): Promise<Answer<T>>;
  delete<T = Json>(url: string, call?: Call): Promise<Answer<T>>;
  call<T = Json>(method: string, url: string, call?: Call): Promise<Answer<T>>;
}

const stripped = new WeakMap<App, string[]>();

/** Notes every answer that loses something between handler and wire. Call it before the app is `ready`. */
export function watchAnswers(app: App): void {
  const losses: string[] = [];
  stripped.set(app, losses);
  const answered = new WeakMap<object, unknown>();
  app.addHook('preSerialization', async (request, _reply, payload) => {
    answered.set(request, payload);
    return payload;
  });
  app.addHook('onSend', async (request, _reply, sent) => {
    if (typeof sent !== 'string' || !answered.has(request)) return;
    const meant = JSON.stringify(sortedKeys(JSON.parse(JSON.stringify(answered.get(request)))));
    if (meant !== JSON.stringify(sortedKeys(JSON.parse(sent))))
      losses.push(`${request.method} ${request.routeOptions.url}: answered ${meant}, sent ${sent}`);
  });
}

const sortedKeys = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sortedKeys)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sortedKeys(inner)]),
        )
      : value;

/** Calls as whoever these headers make the caller. The app must be `ready`. */
export function caller(app: App, headers: Record<string, string> = {}): Caller {
  async function call<T>(method: string, url: string, { body, headers: more }: Call = {}): Promise<Answer<T>> {
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const json = String(response.headers['content-type'] ?? '').startsWith('application/json');
    const parsed: unknown = json ? JSON.parse(response.body) : undefined;
    holdToDocument(app, method, url, response.statusCode, json, parsed);
    expect(stripped.get(app)?.splice(0), 'answers that lost something').toEqual([]);
    return {
      status: response.statusCode,
      body: parsed as T,
      text: response.body,
      headers: response.headers,
      cookie: response.cookies[0] && `${response.cookies[0].name}=${response.cookies[0].value}`,
    };
  }
  return {
    call,
    get: (url, more) => call('GET', url, more),
    post: (url, body, more) => call('POST', url, { ...more, body }),
    patch: (url, body, more) => call('PATCH', url, { ...more, body }),
    put: (url, body, more) => call('PUT', url, { ...more, body }),
    delete: (url, more) => call('DELETE', url, more),
  };
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}
const shapes = new WeakMap<App, Map<string, z.ZodType>>();

function holdToDocument(app: App, method: string, url: string, status: number, json: boolean, body: unknown): void {
  const path = url.split('?')[0] ?? url;
  const template = templateOf(app, method, path);
  if (template === undefined) return;
  const documented = app.swagger().paths?.[template.replace(/:(\w+)/g, '{$1}')] as
    | Record<string, Operation>
    | undefined;
  const operation = documented?.[method.toLowerCase()];
  expect(operation, `${method} ${template} is in the document`).toBeDefined();
  const responses = operation?.responses ?? {};
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
  expect(response, `${method} ${template} documents ${status}`).toBeDefined();
  if (!json) return;
  const key = `${method} ${template} ${status}`;
  const known = shapes.get(app) ?? new Map<string, z.ZodType>();
  shapes.set(app, known);
  const schema = response?.content?.['application/json']?.schema;
  const shape = known.get(key) ?? z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  known.set(key, shape);
  const read = shape.safeParse(body);
  expect(read.success ? [] : read.error.issues, `${key} answers as documented: ${JSON.stringify(body)}`).toEqual([]);
}

/** The route's own address for a called one: `/api/areas/:id` for `/api/areas/ar_x`. */
function templateOf(app: App, method: string, path: string): string | undefined {
  const steps = path.split('/');
  return app.routeTable
    .filter(route => route.method === method)
    .map(route => route.url)
    .filter(url => {
      const parts = url.split('/');
      return parts.length === steps.length && parts.every((part, i) => part.startsWith(':') || part === steps[i]);
    })
    .sort((a, b) => (a.match(/:/g)?.length ?? 0) - (b.match(/:/g)?.length ?? 0))[0];
}
