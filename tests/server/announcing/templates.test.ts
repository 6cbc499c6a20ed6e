// Drives the emergency library as alerts use it: templates and sirens by name, the words of the second stage, files that are
// wrong, and what a commune is shown of it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Templates } from '../../../protocol/api/alerts.ts';
import { createTemplates } from '../../../server/announcing/templates.ts';
import { normalise } from '../../../server/audio/speech/normalise.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

const folder = join(import.meta.dirname, '../../../recordings');
const templates = createTemplates({ folder });
const template = (name: string) => {
  const found = templates.get(name);
  if (!found) throw new Error(`no template ${name}`);
  return found;
};

describe('the shipped templates', () => {
  it('LIB-7: wait 30 s for a second person where water or earth comes fast, else 120 s', () => {
    const short = templates.list().filter(one => one.waitS === 30);
    expect(short.map(one => one.name)).toEqual(['flood-3', 'flash-flood', 'landslide', 'dam-release']);
    expect(templates.list().every(one => one.waitS === 30 || one.waitS === 120)).toBe(true);
    expect(
      templates
        .list()
        .filter(one => one.evacuation)
        .map(one => one.name),
    ).toEqual(['evacuate']);
  });

  it('repeat by themselves for an hour at most, and never into their own end', () => {
    for (const one of templates.list()) {
      expect(one.lastsS, one.name).toBeLessThanOrEqual(3600);
      const sirenMs = templates.siren('hue', one.siren)?.durationMs ?? 0;
      expect(one.repeatEveryS * 1000, one.name).toBeGreaterThan(one.clipDurationMs + sirenMs);
    }
  });

  it('name the levels of floods', () => {
    expect(['flood-1', 'flood-2', 'flood-3', 'storm'].map(name => template(name).level)).toEqual([1, 2, 3, null]);
    expect(templates.get('nothing')).toBeNull();
  });

  it('have examples that the machine can read aloud', () => {
    for (const one of templates.list()) {
      const filled = templates.specifics(one, Object.fromEntries(one.slots.map(slot => [slot.name, slot.example])));
      expect(normalise(filled ?? '', []), one.name).not.toMatch(/[{}\d/]/);
    }
  });
});

describe('LIB-8: the siren of a template', () => {
  it('is the one of the code that a commune has picked', () => {
    expect(templates.siren('hue', template('flood-3').siren)).toMatchObject({
      name: 'siren-hue-flood3',
      code: 'hue',
      durationMs: 171_000,
      most: 3,
    });
    expect(templates.siren('hue', 'siren-hue-storm')?.use).toBe('storm');
  });

  it('is none without a code, in an unknown code, or for what the code has no sign', () => {
    expect(templates.siren(null, template('flood-3').siren)).toBeNull();
    expect(templates.siren('nowhere', 'flood3')).toBeNull();
    expect(templates.siren('hue', template('fire').siren)).toBeNull();
    expect(templates.siren(null, 'siren-hue-storm')).toBeNull();
    expect(templates.sirens(null)).toEqual([]);
  });
});

describe('LIB-9: the specifics', () => {
  const flood = template('flood-3');

  it('say what is filled, a sentence each', () => {
    expect(
      templates.specifics(flood, { river: 'Thương', waterLevel: '6,30 m', time: '17h30', places: 'xóm Bến' }),
    ).toBe('Lũ trên sông Thương. Mực nước đo được: 6,30 m. Giờ đo: 17h30. Nơi nguy hiểm: xóm Bến.');
  });

  it('leave out every sentence with an open slot, and are none when all are open', () => {
    expect(templates.specifics(flood, { river: '  ', shelter: 'nhà văn hóa' })).toBe(
      'Di chuyển ngay đến: nhà văn hóa.',
    );
    expect(templates.specifics(flood, {})).toBeNull();
    expect(templates.specifics(flood, { nothing: 'x' })).toBeNull();
    expect(templates.specifics({ specifics: null }, { river: 'Thương' })).toBeNull();
    const two = { specifics: 'Trạm {station} trên sông {river}. Hết.' };
    expect(templates.specifics(two, { river: 'Thương' })).toBe('Hết.');
  });

  it('take values as words, whatever stands in them', () => {
    expect(templates.specifics(flood, { river: '{shelter}', shelter: '$& TT. Bố Hạ.\n xóm 2 ..' })).toBe(
      'Lũ trên sông {shelter}. Di chuyển ngay đến: $& TT. Bố Hạ. xóm 2.',
    );
  });
});

describe('LIB-10: a wrong file stops the program and is named', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'loa-templates-'));
    cpSync(folder, copy, { recursive: true, filter: path => !path.endsWith('store') });
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const spoil = (file: string, from: string | RegExp, to: string) => {
    const text = readFileSync(join(copy, file), 'utf8');
    const spoilt = text.replace(from, to);
    expect(spoilt).not.toBe(text);
    writeFileSync(join(copy, file), spoilt);
    return () => createTemplates({ folder: copy });
  };

  it.each([
    ['templates.json', '"hazard": "flood"', '"hazard": "rain"', /templates\.json: templates\.0\.hazard/],
    ['templates.json', '"name": "flood-1"', '"name": "flood-2"', /flood-2 stands twice/],
    ['templates.json', '"name": "correction"', '"name": "corrected"', /correction is missing/],
    ['templates.json', '"name": "drill-end"', '"name": "drill-stop"', /drill-end is missing/],
    ['templates.json', 'sông {river}', 'sông {stream}', /flood-1: the slot stream/],
    ['templates.json', '"waitS": 120', '"waitS": 0', /templates\.0\.waitS/],
    ['templates.json', '"repeatEveryS": 1800', '"repeatEveryS": 20', /flood-1 would repeat before it has ended/],
    ['templates.json', /\]\s*\}\s*$/, ']', /templates\.json cannot be read/],
    ['sirens.json', '"name": "siren-hue-storm"', '"name": "siren-storm"', /must be named siren-hue-storm/],
    ['sirens.json', '"use": "storm"', '"use": "rain"', /sirens\.json: codes\.0\.sirens\.0\.use/],
    ['library.json', '"name": "chime-alert"', '"name": "chime-alarm"', /no clip chime-alert/],
    ['library.json', '"name": "siren-hue-flood3"', '"name": "siren-hue-flood4"', /no clip siren-hue-flood3/],
  ])('%s: %s', (file, from, to, complaint) => {
    expect(spoil(file, from, to)).toThrow(complaint);
  });
});

describe('what a commune is shown', () => {
  let s: SendingServer;
  let c: Awaited<ReturnType<SendingServer['commune']>>;
  beforeEach(async () => {
    s = await sendingServer();
    c = await s.commune();
  });
  afterEach(() => s.close());
  const shown = async (query = '') => (await c.officer.caller.get<Templates>(`/api/templates${query}`)).body;

  it('LIB-8: no siren until a code is picked, then those of the code', async () => {
    const before = await shown();
    expect(before.items.map(one => one.name)).toContain('flood-3');
    expect(before.sirens).toEqual([]);
    expect(before.codes.map(one => one.code)).toEqual(['hue']);
    await c.officer.caller.patch(`/api/areas/${c.commune}`, { sirenCode: 'hue' });
    expect((await shown(`?areaId=${c.upper}`)).sirens.map(one => one.name)).toEqual([
      'siren-hue-storm',
      'siren-hue-flood2',
      'siren-hue-flood3',
    ]);
  });

  it('LIB-1: keeps emergency clips and sirens out of ordinary programmes', async () => {
    const chimes = await c.officer.caller.get<{ items: { name: string }[] }>('/api/chimes');
    expect(chimes.body.items.map(one => one.name)).toEqual(['chime-open', 'chime-close', 'chime-priority']);
    for (const chime of ['flood-3', 'chime-alert', 'siren-hue-flood3']) {
      const sent = await c.leader.caller.post('/api/broadcasts', {
        title: 'Tin',
        class: 'normal',
        content: [{ chime }],
        targets: [c.commune],
      });
      expect(sent.status, chime).toBe(404);
    }
  });
});
