// Drives the program `cap:check` as it is run by hand: over feeds and messages of our own, and over the public samples,
// whose verdicts must be those of their manifest.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCap } from '../../../../server/warning/cap/read.ts';
import { capSamples, needs } from '../../../support/needs.ts';
import { capXml, referring } from './messages.ts';

interface Line {
  file: string;
  kind?: string;
  verdict?: string;
  version?: string | null;
  signature?: string;
  code?: string;
  errors: { code: string; path: string; message: string }[];
  warnings: { code: string }[];
}

const program = fileURLToPath(new URL('../../../../server/warning/cap/check.ts', import.meta.url));

const run = (files: string[]): Promise<{ status: number; lines: Line[] }> =>
  new Promise(resolve => {
    execFile('node', [program, ...files], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      const status = typeof error?.code === 'number' ? error.code : 0;
      resolve({
        status,
        lines: stdout
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line)),
      });
    });
  });

async function checked(...texts: string[]): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cap-'));
  try {
    const files = texts.map((_, i) => join(folder, `${i}.cap`));
    await Promise.all(files.map((file, i) => writeFile(file, texts[i] ?? '')));
    const { status, lines } = await run(files);
    expect(status).toBe(0);
    return lines;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const bare = (xml: string) => xml.replace(/<\?xml[^>]*\?>\s*/, '');
const entry = (content: string) =>
  `<entry><id>urn:e</id><title>Lũ</title><updated>2025-10-07T10:00:00Z</updated>${content}</entry>`;
const atom = (...contents: string[]) => `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>Cảnh báo</title>
  <updated>2025-10-07T10:00:00Z</updated>${contents.map(entry).join('')}</feed>`;
const holding = (xml: string) => `<content type="text/xml">${bare(xml)}</content>`;

describe('CAP-2 npm run cap:check', () => {
  it('one JSON line a file, ends with 0 whatever the verdicts', async () => {
    const lines = await checked(capXml(), capXml().replace('Actual', 'Real'), 'xin chào');
    expect(lines.map(({ kind, verdict, version, signature }) => [kind, verdict, version, signature])).toEqual([
      ['alert', 'valid', '1.2', 'none'],
      ['alert', 'invalid', '1.2', 'none'],
      ['alert', 'invalid', null, 'none'],
    ]);
    expect(lines[1]?.errors).toEqual([
      {
        code: 'bad_choice',
        path: '/alert/status',
        message: '“Real” không hợp lệ, phải là: Actual, Exercise, System, Test, Draft',
        en: '“Real” is not one of: Actual, Exercise, System, Test, Draft',
      },
    ]);
  });

  it('a file that cannot be read is told and ends with 2', async () => {
    const { status, lines } = await run([join(tmpdir(), 'no-such-file.cap')]);
    expect(status).toBe(2);
    expect(lines).toMatchObject([{ code: 'unreadable_file' }]);
    expect((await run([])).status).toBe(2);
  });
});

describe('CAP-7 a feed is not a message', () => {
  it('the reader of messages says so', () => {
    const { message, errors } = readCap(atom(holding(capXml())));
    expect(message).toBeNull();
    expect(errors).toMatchObject([{ code: 'feed_not_alert', path: '/feed' }]);
    const rss = readCap('<rss version="2.0"><channel><item/><item/></channel></rss>');
    expect(rss.errors[0]?.en).toContain('RSS feed of 2 entries');
  });

  it('the program judges the feed and the alerts inside, each at its place', async () => {
    const [good, bad, empty, alien, linked] = await checked(
      atom(holding(capXml())),
      atom(holding(capXml()), holding(capXml().replace('Actual', 'Real'))),
      atom(),
      atom('<loa/>').replace('<id>urn:f</id>', ''),
      atom('<link href="https://pctt.example.vn/1.cap"/>'),
    );
    const places = (line: Line | undefined) => line?.errors.map(({ code, path }) => [code, path]);
    expect(good).toMatchObject({
      kind: 'feed',
      verdict: 'valid',
      version: '1.2',
      warnings: [{ code: 'feed_of_alerts' }],
    });
    expect(places(bad)).toEqual([['bad_choice', '/feed/entry[2]/content/alert/status']]);
    expect(places(empty)).toEqual([['feed_empty', '/feed']]);
    expect(places(alien)).toEqual([
      ['feed_missing', '/feed/id'],
      ['feed_unknown', '/feed/entry[1]/loa'],
      ['feed_nothing_there', '/feed/entry[1]'],
    ]);
    expect(linked).toMatchObject({ verdict: 'valid', version: null });
  });

  it('messages that refer to each other in a circle', async () => {
    const update = (identifier: string, to: string) =>
      holding(capXml({ identifier, msgType: 'Update', afterScope: referring(to) }));
    const [line] = await checked(atom(update('A', 'B'), update('B', 'A')));
    expect(line?.errors.map(({ code }) => code)).toEqual(['circular_reference']);
  });
});

describe('CAP-3 the public samples', () => {
  needs('cap-samples')('each has the verdict and the version of the manifest', async () => {
    const rows = (await readFile(`${capSamples}MANIFEST.tsv`, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map(row => row.split('\t'))
      .filter(([, kind]) => kind !== 'schema');
    const { status, lines } = await run(rows.map(([file]) => `${capSamples}${file}`));
    expect(status).toBe(0);
    expect(rows.length).toBeGreaterThanOrEqual(45);
    expect(lines.map(({ verdict }, i) => [rows[i]?.[0], verdict])).toEqual(
      rows.map(([file, , , verdict]) => [file, verdict === 'VALID' ? 'valid' : 'invalid']),
    );
    const attacks = rows.flatMap(([, , , verdict], i) => (verdict === 'ATTACK' ? [lines[i]?.errors] : []));
    expect(attacks.map(errors => errors?.map(({ code }) => code))).toEqual([['doctype_refused'], ['doctype_refused']]);
    const alerts = rows.flatMap(([file, kind, version, verdict], i) =>
      kind === 'alert' && verdict === 'VALID' ? [[file, version, lines[i]?.version]] : [],
    );
    for (const [file, said, read] of alerts) expect([file, read]).toEqual([file, said]);
  });
});
