import { configDefaults, defineConfig } from 'vitest/config';

/** Real programs, browsers and clocks: one file at a time, after all others, and tried again where the machine was too busy. */
const real = ['tests/e2e/**/*.test.ts', 'tests/demo/**/*.test.ts', 'tests/sound/**/*.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/tally.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...real],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'real', include: real, maxWorkers: 1, retry: 2, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
