// The agent as one file for devices: everything inlined but the natives, which stand beside it in node_modules.
import { defineConfig } from 'vite';

/** How it runs small: little room for garbage, one thread for the disk, one heap of malloc's. */
const START =
  '#!/usr/bin/env -S UV_THREADPOOL_SIZE=1 MALLOC_ARENA_MAX=1 node --max-semi-space-size=1 --v8-pool-size=1 --max-old-space-size=32 --optimize-for-size --no-maglev';

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['@evan/opus', 'koffi'] },
  build: {
    ssr: 'agent/main.ts',
    outDir: 'dist/agent',
    emptyOutDir: true,
    target: 'node24',
    minify: true,
    rolldownOptions: { output: { entryFileNames: 'agent.mjs', format: 'es', banner: START } },
  },
});
