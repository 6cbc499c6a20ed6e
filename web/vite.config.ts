// Builds the pages into dist/web and writes the list of the shell's files into the service worker.
import { fileURLToPath } from 'node:url';
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
  plugins: [shellList()],
});
