// What a phone fetches before the first screen stands, gzipped.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { firstLoad as weigh } from '../support/first-load.ts';
import type { Benchmark } from './figures.ts';
import { withFolder } from './stage.ts';

const CONFIG = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));

export const firstLoad: Benchmark = {
  name: 'first-load',
  run: () =>
    withFolder(async dir => {
      await build({ configFile: CONFIG, logLevel: 'warn', build: { outDir: dir } });
      const { scripts, styles } = await weigh(dir);
      return [
        {
          what: 'phone, first load: scripts, gzip',
          measured: scripts / 1000,
          unit: 'kB',
          goal: { most: 80 },
          note: `styles ${(styles / 1000).toFixed(1)} kB beside them`,
        },
      ];
    }),
};
