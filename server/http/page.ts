// The pages: files of the built web folder, index.html for every address that the phone's own router knows, or a plain
// page that says how to build where nothing was built.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LoaError } from '../errors.ts';
import type { App } from './api.ts';

const UNBUILT = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Loa</title><h1>Loa đang chạy</h1>
<p>Giao diện chưa được dựng. Hãy chạy <code>npm run build:web</code> rồi tải lại trang này.</p>
<p lang="en">The pages have not been built. Run <code>npm run build:web</code>, then reload.</p></html>
`;

export function pages(app: App, { folder }: { folder: string }): void {
  app.register(staticFiles, {
    root: folder,
    suppressWarning: true,
    // The not-found handler below decides between a page and an error.
    wildcard: true,
    preCompressed: true,
    index: 'index.html',
    setHeaders(reply, path) {
      // Vite puts a hash of the content into these names.
      const forever = path.startsWith(join(folder, 'assets'));
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => answer(request, reply, folder));
}

function answer(request: FastifyRequest, reply: FastifyReply, folder: string) {
  const path = request.url.split('?')[0] ?? '/';
  const page =
    (request.method === 'GET' || request.method === 'HEAD') && !path.startsWith('/api/') && !/\.[^/]*$/.test(path);
  if (!page) throw new LoaError('not_found', { what: `${request.method} ${path}` });
  reply.header('cache-control', 'no-cache');
  if (existsSync(join(folder, 'index.html'))) return reply.sendFile('index.html');
  return reply.type('text/html; charset=utf-8').send(UNBUILT);
}
