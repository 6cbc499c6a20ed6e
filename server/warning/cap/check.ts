// A program: says of each CAP file whether it is valid, with every error and its place, as one JSON line per file.
// A feed is judged by itself and by the alerts inside. Ends with 0 whatever the verdicts, 2 if a file cannot be read.
import { readFileSync } from 'node:fs';
import { checkFeed } from './feed.ts';
import { createFindings } from './findings.ts';
import { isFeed, readCap, treeOf } from './read.ts';

function verdictOf(file: string) {
  const bytes = readFileSync(file);
  const findings = createFindings();
  const tree = treeOf(bytes, findings);
  if (tree !== null && isFeed(tree.root)) {
    const { version, signed } = checkFeed(tree.root, findings);
    const { errors, warnings } = findings;
    const verdict = errors.length === 0 ? 'valid' : 'invalid';
    return { file, kind: 'feed', verdict, version, errors, warnings, signature: signed ? 'unknownKey' : 'none' };
  }
  const { version, errors, warnings, signature } = readCap(bytes);
  return {
    file,
    kind: 'alert',
    verdict: errors.length === 0 ? 'valid' : 'invalid',
    version,
    errors,
    warnings,
    signature,
  };
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('npm run -s cap:check -- FILE…\n');
  process.exitCode = 2;
}
for (const file of files) {
  try {
    process.stdout.write(`${JSON.stringify(verdictOf(file))}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (typeof code !== 'string') throw error;
    const said = { vi: `Không đọc được tệp: ${code}`, en: `The file cannot be read: ${code}` };
    process.stdout.write(`${JSON.stringify({ file, code: 'unreadable_file', message: said.vi, en: said.en })}\n`);
    process.exitCode = 2;
  }
}
