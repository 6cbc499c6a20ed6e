// Runs a table of [as written, as an announcer says it] through the normaliser, one test a line.
import { expect, test } from 'vitest';
import { normalise } from '../../server/audio/speech/normalise.ts';

export function reads(table: readonly (readonly [written: string, spoken: string])[]): void {
  test.each(table)('%s', (written, spoken) => {
    expect(normalise(written, [])).toBe(spoken);
  });
}
