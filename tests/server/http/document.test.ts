// Drives the document of the API and the holder of answers that all HTTP tests call through: a lie in either must be caught.
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { App } from '../../../server/http/api.ts';
import { type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
afterEach(() => server.close());

const config = { access: 'public' } as const;
const liar = (api: App): void => {
  const schema = { response: { 200: z.object({ known: z.string() }) } };
  api.get('/api/lies/extra', { config, schema }, async () => Object.assign({ known: 'x' }, { unknown: 'y' }));
  api.get('/api/lies/status', { config, schema }, async (_request, reply) =>
    reply.code(202 as 200).send({ known: 'x' }),
  );
  api.get('/api/lies/shape', { config, schema }, async (_request, reply) =>
    reply
      .header('content-type', 'application/json')
      .serializer(() => '{"known":1}')
      .send({ known: 'x' }),
  );
};

it('catches answers that are not as documented', async () => {
  server = await testServer({ routes: [liar] });
  await expect(server.anybody.get('/api/lies/extra')).rejects.toThrow(/lost something/);
  await expect(server.anybody.get('/api/lies/status')).rejects.toThrow(/documents 202/);
  await expect(server.anybody.get('/api/lies/shape')).rejects.toThrow(/answers as documented/);
});

it('refuses to start with a route that does not say who may call it', async () => {
  server = await testServer();
  const open = (api: App): void => {
    api.get('/api/open', async () => ({}));
  };
  await expect(testServer({ routes: [open] })).rejects.toThrow(/does not say who may call it/);
});

it('documents every route of the API, with the errors it may answer', async () => {
  server = await testServer();
  const document = (
    await server.anybody.get<{ paths: Record<string, Record<string, { responses: object }>> }>('/api/openapi.json')
  ).body;
  for (const { method, url } of server.app.routeTable) {
    const responses = document.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.responses;
    expect(Object.keys(responses ?? {}), `${method} ${url}`).toEqual(expect.arrayContaining(['4XX', '5XX']));
  }
});

it('says what is wrong and where, in the caller’s language', async () => {
  server = await testServer();
  const wrong = (language: string) =>
    server.anybody.post(
      '/api/setup',
      { code: 'x', name: '', password: 'short', pin: '12' },
      { headers: { 'accept-language': language } },
    );
  const vi = (await wrong('vi-VN')).body;
  expect(vi.message).toBe('Yêu cầu sai ở body.name: Quá nhỏ: mong đợi string có >=1 ký tự');
  expect(vi.details).toMatchObject({
    where: 'body.name',
    issues: [{ where: 'body.name' }, { where: 'body.password' }, { where: 'body.pin', why: 'must be 6 digits' }],
  });
  expect((await wrong('en-GB,vi;q=0.5')).body.message).toBe(
    'Bad request at body.name: Too small: expected string to have >=1 characters',
  );
});

it('keeps foreign scripts, frames and sniffing out of its pages', async () => {
  server = await testServer({ publicUrl: 'https://loa.example.vn' });
  const { headers, text } = await server.anybody.get('/lich');
  expect(text).toContain('npm run build:web');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'self' wss://loa.example.vn");
  expect(policy).not.toMatch(/unsafe|\*|http:/);
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['strict-transport-security']).toBeDefined();
  expect((await server.anybody.get('/api/about')).headers['cache-control']).toBe('no-store');
});

it('tells apart what is too large, of a foreign kind, and unknown', async () => {
  server = await testServer();
  const big = await server.anybody.post('/api/session', { name: 'x', password: 'x'.repeat(1_100_000) });
  expect([big.status, big.body.code]).toEqual([413, 'too_large']);
  const kind = await server.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'content-type': 'application/x-yaml' },
    payload: 'a: 1',
  });
  expect([kind.statusCode, kind.json().code]).toEqual([415, 'unsupported_media']);
  expect((await server.anybody.get('/api/nothing')).body.code).toBe('not_found');
  expect((await server.anybody.get('/assets/gone.js')).status).toBe(404);
});
