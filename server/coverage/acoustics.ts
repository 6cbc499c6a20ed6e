// A program: answers the cases of a file in the form of the acoustic reference, as one JSON array `[{ id, got, ok, error? }]`.
// Ends with 0 when it could answer, right or wrong, and with 2 when the file is unreadable.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { judge } from './cases/verdict.ts';

function casesOf(file: string): unknown[] {
  const parsed = z.object({ cases: z.array(z.unknown()) }).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error('Expected an object with a list named cases');
  return parsed.data.cases;
}

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('npm run -s acoustics -- FILE\n');
  process.exit(2);
}
try {
  process.stdout.write(`${JSON.stringify(casesOf(file).map(judge), null, 1)}\n`);
} catch (error) {
  process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
