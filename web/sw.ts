// The service worker: the shell from the phone, so that pages open without a link; figures always from the server.
declare const self: ServiceWorkerGlobalScope;

/** Written by the build. */
const shell: string[] = JSON.parse('__SHELL__');

/** One cache for each list of files: FNV-1a over the names, which carry the hashes of what is in them. */
function nameOf(files: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const letter of files.join('\n')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return `shell-${hash.toString(16)}`;
}
const CACHE = nameOf(shell);

self.addEventListener('install', event => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then(cache => cache.addAll(shell.map(file => new Request(file, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', event => {
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(names.filter(name => name !== CACHE).map(name => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!pathname.startsWith('/api/')) event.respondWith(page(request));
  } else if (shell.includes(pathname)) event.respondWith(kept(request));
});

/** Any page is the shell: from the phone at once, from the server where the phone has none. */
async function page(request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match('/')) ?? fetch(request);
}

/** Named by their hash, so what is kept cannot be old. */
async function kept(request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}

export type {};
