// Drives the addresses of pages with a folder of built files, and without one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterEach, describe, expect, it } from 'vitest';
import { pages } from '../../../server/http/page.ts';

const folders: string[] = [];

function serverOver(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'loa-pages-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  pages(app, { folder });
  return app;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('pages', () => {
  const built = { 'index.html': '<title>Loa</title>', 'assets/index-1a2b.js': 'start()' };

  it('gives the one page at every address that the phone’s own router knows', async () => {
    const app = serverOver(built);
    for (const url of ['/', '/lich', '/cum/cl_abc/sua', '/?a=b']) {
      const answer = await app.inject({ url });
      expect([url, answer.statusCode, answer.body]).toEqual([url, 200, '<title>Loa</title>']);
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  it('keeps what carries a hash in its name for ever', async () => {
    const answer = await serverOver(built).inject({ url: '/assets/index-1a2b.js' });
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('sends what was packed to those who can unpack it', async () => {
    const app = serverOver({ ...built, 'assets/index-1a2b.js.gz': 'packed' });
    const get = (encoding: string) =>
      app.inject({ url: '/assets/index-1a2b.js', headers: { 'accept-encoding': encoding } });
    const packed = await get('gzip, br');
    expect([packed.body, packed.headers['content-encoding']]).toEqual(['packed', 'gzip']);
    expect(packed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const plain = await get('identity');
    expect([plain.body, plain.headers['content-encoding']]).toEqual(['start()', undefined]);
  });

  it('gives no page in the place of a file that is not there', async () => {
    const app = serverOver(built);
    for (const url of ['/assets/old.js', '/api/nothing']) expect((await app.inject({ url })).statusCode).not.toBe(200);
  });

  it('says how to build where nothing was built', async () => {
    const answer = await serverOver({}).inject({ url: '/' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('npm run build:web');
  });
});
