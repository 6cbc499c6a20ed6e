// Drives the program that answers acoustic cases: every figure of third parties in cases.json, the form of its answer, and files
// that it cannot read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judge } from '../../../server/coverage/cases/verdict.ts';
import file from './cases.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'acoustics-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['server/coverage/acoustics.ts', ...args], { encoding: 'utf8', timeout: 20_000 });
const written = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the figures of third parties', () => {
  it.each(file.cases.map(entry => [entry.id, entry] as const))('%s agrees within its tolerance', (_, entry) => {
    const verdict = judge(entry);
    expect(verdict, JSON.stringify({ got: verdict.got, expected: entry.expected })).toMatchObject({ ok: true });
    expect(Object.keys(verdict.got ?? {})).toEqual(Object.keys(entry.expected));
  });

  it('are missed as soon as an expectation is moved out of its tolerance', () => {
    const moved = (value: unknown): unknown => {
      if (typeof value === 'number') return value + 10;
      if (typeof value === 'string') return value.replace(/./g, cell => (cell === '0' ? '1' : '0'));
      if (Array.isArray(value)) return value.map(moved);
      return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, moved(inner)]));
    };
    for (const entry of file.cases) {
      const verdict = judge({ ...entry, expected: moved(entry.expected) });
      expect(verdict, entry.id).toMatchObject({ ok: false });
      expect(verdict.error, entry.id).toBeUndefined();
    }
  });
});

describe('the program', () => {
  it('answers every case in order as one JSON array', () => {
    const { status, stdout, stderr } = run('tests/server/coverage/cases.json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(file.cases.map(judge));
  });

  it('answers the rest of a file with an unknown kind and a broken case in it', () => {
    const [good] = file.cases;
    const path = written('mixed.json', JSON.stringify({ cases: [{ id: 'x', category: 'magic' }, 7, good] }));
    const { status, stdout } = run(path);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 'x', got: null, ok: false, error: { code: 'unknown_kind', at: 'category' } },
      { id: null, got: null, ok: false, error: { code: 'wrong_type' } },
      { id: good?.id, ok: true },
    ]);
  });

  it.each([
    ['no file named', () => []],
    ['a file that is not there', () => [join(folder, 'none.json')]],
    ['a file that is not JSON', () => [written('text.json', 'dB')]],
    ['a file without cases', () => [written('empty.json', '{"cases": 3}')]],
  ])('ends with 2 and a word on stderr: %s', (_, args) => {
    const { status, stdout, stderr } = run(...args());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });
});
