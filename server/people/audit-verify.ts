// A program: checks an exported audit log and names its first bad entry. Ends with 0 if it is whole, 1 if not, 2 if unreadable.
import { readFileSync } from 'node:fs';
import { checkAudit } from './audit.ts';

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('npm run audit:verify -- FILE\n');
  process.exit(2);
}
try {
  const check = checkAudit(readFileSync(file, 'utf8').split('\n'));
  process.stdout.write(
    check.ok
      ? `OK: ${check.entries} entries\n`
      : `BAD: line ${check.line}${check.seq === null ? '' : `, entry ${check.seq}`}: ${check.why}\n`,
  );
  process.exitCode = check.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
