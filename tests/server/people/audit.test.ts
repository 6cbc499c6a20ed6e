// Drives the audit log: written with the change it tells of, exported whole, and checked by the program that names the first
// bad entry after an edit, a deletion, a reorder or a cut.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkAudit } from '../../../server/people/audit.ts';
import { appendAudit } from '../../../server/store/audit.ts';
import type { Caller } from '../../support/api.ts';
import { type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
let admin: Caller;
beforeEach(async () => {
  server = await testServer();
  admin = (await server.setUp()).caller;
  for (let i = 0; i < 6; i++) await admin.post('/api/areas', { name: `Xã ${i} "Bố Hạ"`, kind: 'commune' });
});
afterEach(() => server.close());

const exported = async () => (await admin.get('/api/audit?format=jsonl')).text.trimEnd().split('\n');

it('PPL-5: an entry stands or falls with its transaction', async () => {
  const before = (await exported()).length;
  const broken = server.db.transaction().execute(async trx => {
    await appendAudit(trx, { at: 0, actor: 'loa', action: 'x', subject: 'y' });
    throw new Error('the disk is full');
  });
  await expect(broken).rejects.toThrow('the disk is full');
  expect(await exported()).toHaveLength(before);
});

it('many writers at once make one chain', async () => {
  const write = (n: number) =>
    server.db.transaction().execute(trx => appendAudit(trx, { at: n, actor: 'loa', action: 'x', subject: String(n) }));
  await Promise.all(Array.from({ length: 50 }, (_, n) => write(n)));
  expect(checkAudit(await exported())).toEqual({ ok: true, entries: 57 });
});

describe('the check', () => {
  it('passes a whole log, and pages show it newest first', async () => {
    const lines = await exported();
    expect(checkAudit(lines)).toEqual({ ok: true, entries: 7 });
    const page = (await admin.get<{ items: { seq: number }[] }>('/api/audit?limit=3&before=6')).body.items;
    expect(page.map(entry => entry.seq)).toEqual([5, 4, 3]);
  });

  it.each<[string, (lines: string[]) => string[], number]>([
    ['an edited word', lines => lines.map((line, i) => (i === 3 ? line.replace('Xã 2', 'Xã 9') : line)), 4],
    ['an edited time', lines => lines.map((line, i) => (i === 3 ? line.replace('2026', '2025') : line)), 4],
    ['a deleted entry', lines => lines.toSpliced(2, 1), 4],
    ['two in another order', lines => [lines[0], lines[2], lines[1], ...lines.slice(3)].map(String), 3],
    ['a cut end', lines => [...lines.slice(0, 5), String(lines.at(-1))], 6],
    ['a cut end with its head', lines => lines.slice(0, 5), 6],
    ['a cut beginning', lines => lines.slice(2), 3],
    ['an added field', lines => lines.map((line, i) => (i === 4 ? line.replace('{', '{"more":1,') : line)), 5],
  ])('PPL-5: names the first bad entry: %s', async (_name, damage, seq) => {
    const check = checkAudit(damage(await exported()));
    expect(check.ok).toBe(false);
    if (!check.ok) expect(check.seq ?? check.line).toBe(seq);
  });

  it('is a program: 0 for a whole file, 1 and the entry for a bad one, 2 for none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loa-audit-'));
    const run = (content: string) => {
      writeFileSync(join(folder, 'log.jsonl'), content);
      return spawnSync(process.execPath, ['server/people/audit-verify.ts', join(folder, 'log.jsonl')], {
        encoding: 'utf8',
      });
    };
    const lines = await exported();
    expect(run(lines.join('\n'))).toMatchObject({ status: 0, stdout: 'OK: 7 entries\n' });
    const bad = run(lines.join('\n').replace('Xã 1', 'Xã 7'));
    expect(bad).toMatchObject({ status: 1, stdout: 'BAD: line 3, entry 3: was edited\n' });
    expect(spawnSync(process.execPath, ['server/people/audit-verify.ts', join(folder, 'none')]).status).toBe(2);
    rmSync(folder, { recursive: true });
  });
});

it('PPL-6: telephone numbers are shown to those with the right alone, and leave a trace, once an hour', async () => {
  const [first] = (await server.areas.tree()).living;
  const head = { name: 'Ông Bình', phone: '0912 345 678' };
  await admin.patch(`/api/areas/${first?.id}`, { head });
  for (let i = 0; i < 3; i++)
    expect((await admin.get<{ items: { head: unknown }[] }>('/api/areas')).body.items[0]?.head).toEqual(head);
  const opened = (await exported()).filter(line => line.includes('contacts.open'));
  expect(opened).toHaveLength(1);
  expect((await exported()).join()).not.toContain('0912');
  const reader = await server.as(admin, 'thanh tra', { role: 'inspector', areaId: first?.id ?? '' });
  expect((await reader.caller.get<{ items: { head: unknown }[] }>('/api/areas')).body.items[0]?.head).toBeNull();
});
