// Builds the pages into dist/web, writes the list of the shell's files into the service worker, and packs every text for the way.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** The worker caches what this list names; a changed list is a changed worker, which is how phones learn of a new build. */
const shellList = (): Plugin => ({
  name: 'shell-list',
  generateBundle(_, bundle) {
    const worker = bundle['sw.js'];
    if (worker?.type !== 'chunk') throw new Error('sw.js is not among the built files');
    const files = Object.keys(bundle).filter(file => file !== 'sw.js' && !file.endsWith('.map'));
    const list = [
      '/',
      '/manifest.webmanifest',
      '/icon.svg',
      ...files.filter(file => file !== 'index.html').map(file => `/${file}`),
    ];
    worker.code = worker.code.replace(/["'`]__SHELL__["'`]/, JSON.stringify(JSON.stringify(list.sort())));
  },
});

/** Packed once here instead of at every visit: a first visit on a weak link is a third as long. */
const packed = (): Plugin => ({
  name: 'packed',
  writeBundle({ dir }) {
    if (dir === undefined) throw new Error('the pages are built into a folder');
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|html|svg|webmanifest)$/.test(name)) continue;
      const text = readFileSync(join(dir, name));
      writeFileSync(join(dir, `${name}.gz`), gzipSync(text, { level: 9 }));
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(text));
    }
  },
});

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2020',
    // Nothing inline: the pages' policy refuses data: sources.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: fileURLToPath(new URL('./index.html', import.meta.url)),
        sw: fileURLToPath(new URL('./sw.ts', import.meta.url)),
      },
      output: { entryFileNames: chunk => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [shellList(), packed()],
});
