// Drives the writer of CAP 1.2: what we say is valid by our own reader, by the OASIS schema, and comes back as it was said.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capTime, emitCap, type OwnAlert, vietnameseNames } from '../../../../server/warning/cap/emit.ts';
import { readCap } from '../../../../server/warning/cap/read.ts';
import {
  categories,
  certainties,
  responseTypes,
  severities,
  urgencies,
} from '../../../../server/warning/cap/schema.ts';
import { capSamples, needs } from '../../../support/needs.ts';
import { capXml } from './messages.ts';

const flood: OwnAlert = {
  identifier: 'al_01K7-1',
  sender: 'loa.boha.bacninh.vn',
  sentAt: Date.UTC(2025, 9, 7, 9, 55),
  status: 'actual',
  msgType: 'Alert',
  categories: ['Met'],
  event: 'Lũ',
  responseTypes: ['Evacuate'],
  urgency: 'Immediate',
  severity: 'Severe',
  certainty: 'Observed',
  expires: Date.UTC(2025, 9, 8, 9, 55),
  senderName: 'UBND xã Bố Hạ',
  headline: 'Báo động số 3 trên sông Thương',
  description: 'Mực nước tại Cầu Sơn 17,48 m, trên báo động 3 là 1,48 m.',
  instruction: 'Bà con ven sông sơ tán ngay.',
  riskLevel: 3,
  alarm: { level: 3, river: 'Thương', gauge: 'Cầu Sơn' },
  areas: [
    {
      name: 'Xã Bố Hạ',
      communeCode: '07246',
      polygons: [
        [
          { lat: 21.4, lon: 106.1 },
          { lat: 21.4, lon: 106.2 },
          { lat: 21.5, lon: 106.2 },
          { lat: 21.4, lon: 106.1 },
        ],
      ],
      circles: [{ lat: 21.45, lon: -0.0000001, radiusKm: 100 }],
    },
  ],
};

const xmlOf = (alert: OwnAlert): string => {
  const emission = emitCap(alert);
  if (!emission.ok) throw new Error(JSON.stringify(emission.errors));
  return emission.xml;
};
const messageOf = (alert: OwnAlert) => {
  const { message } = readCap(xmlOf(alert));
  if (message === null) throw new Error('no message');
  return message;
};

describe('CAP-6 an alert of ours', () => {
  it('says commune, risk level and báo động by their names, in Vietnamese', () => {
    const message = messageOf(flood);
    expect(message).toMatchObject({
      version: '1.2',
      status: 'Actual',
      scope: 'Public',
      sent: '2025-10-07T16:55:00+07:00',
    });
    const [info] = message.infos;
    expect(info).toMatchObject({ language: 'vi-VN', headline: flood.headline, expires: flood.expires });
    expect(info?.parameters).toEqual([
      { name: vietnameseNames.riskLevel, value: '3' },
      { name: vietnameseNames.alarmLevel, value: '3' },
      { name: vietnameseNames.river, value: 'Thương' },
      { name: vietnameseNames.gauge, value: 'Cầu Sơn' },
    ]);
    expect(info?.areas[0]).toMatchObject({
      description: 'Xã Bố Hạ',
      polygons: flood.areas[0]?.polygons,
      circles: [{ lat: 21.45, radiusKm: 100 }],
      geocodes: [{ name: vietnameseNames.communeCode, value: '07246' }],
    });
  });

  it('a drill is an exercise and says that it is one', () => {
    expect(messageOf({ ...flood, status: 'drill' })).toMatchObject({ status: 'Exercise', note: 'Đây là diễn tập.' });
    expect(messageOf({ ...flood, status: 'test' }).status).toBe('Test');
  });

  it('an update and a withdrawal name what went before', () => {
    const references = [{ sender: flood.sender, identifier: flood.identifier, sentAt: flood.sentAt }];
    for (const msgType of ['Update', 'Cancel'] as const) {
      const message = messageOf({ ...flood, identifier: 'al_01K7-2', msgType, references });
      expect(message).toMatchObject({
        msgType,
        references: [{ sender: flood.sender, identifier: flood.identifier, sent: capTime(flood.sentAt) }],
      });
    }
  });

  it('what would be invalid does not go out, and says why', () => {
    const cancel = emitCap({ ...flood, msgType: 'Cancel' });
    expect(cancel).toMatchObject({ ok: false, errors: [{ code: 'references_required' }] });
    expect(emitCap({ ...flood, identifier: 'có dấu cách' })).toMatchObject({
      ok: false,
      errors: [{ code: 'bad_characters' }],
    });
  });
});

const words = fc.string({ unit: 'binary', maxLength: 60 });
const filled = fc.tuple(fc.constantFrom('Lũ', 'Bão', 'Sạt lở'), words).map(([start, rest]) => `${start} ${rest}`);
const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2099, 0) }).map(ms => Math.floor(ms / 1000) * 1000);
const degrees = fc.double({ min: -90, max: 90, noNaN: true });
const point = fc.record({ lat: degrees, lon: degrees });
const ring = fc.array(point, { minLength: 3, maxLength: 8 }).map(points => [...points, ...points.slice(0, 1)]);
const alerts: fc.Arbitrary<OwnAlert> = fc.record(
  {
    identifier: fc.uuid(),
    sender: fc.domain(),
    sentAt: moment,
    status: fc.constantFrom('actual', 'drill', 'test'),
    msgType: fc.constant('Alert' as const),
    note: words,
    categories: fc.uniqueArray(fc.constantFrom(...categories), { minLength: 1 }),
    event: filled,
    responseTypes: fc.uniqueArray(fc.constantFrom(...responseTypes)),
    urgency: fc.constantFrom(...urgencies),
    severity: fc.constantFrom(...severities),
    certainty: fc.constantFrom(...certainties),
    effective: moment,
    onset: moment,
    expires: moment,
    senderName: words,
    headline: words,
    description: words,
    instruction: words,
    web: fc.webUrl(),
    contact: words,
    riskLevel: fc.constantFrom(1, 2, 3, 4, 5),
    alarm: fc.record({ level: fc.constantFrom(1, 2, 3), river: words, gauge: words }),
    areas: fc.array(
      fc.record({
        name: filled,
        communeCode: fc.stringMatching(/^\d{5}$/),
        polygons: fc.array(ring, { maxLength: 2 }),
        circles: fc.array(
          point.chain(at => degrees.map(d => ({ ...at, radiusKm: Math.abs(d) }))),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 3 },
    ),
  },
  {
    requiredKeys: [
      ...(['identifier', 'sender', 'sentAt', 'status', 'msgType', 'categories', 'event', 'responseTypes'] as const),
      ...(['urgency', 'severity', 'certainty', 'expires', 'senderName', 'headline', 'areas'] as const),
    ],
  },
);

/** What XML can carry of a text, read back without the blanks around it. */
const carried = (text: string | undefined): string | null =>
  text?.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').trim() || null;

describe('CAP-6 any alert of ours', () => {
  it('comes back as it was said', () => {
    fc.assert(
      fc.property(alerts, alert => {
        const message = messageOf(alert);
        const [info] = message.infos;
        expect(message.sentAt).toBe(alert.sentAt);
        expect(info).toMatchObject({
          event: carried(alert.event),
          headline: carried(alert.headline),
          description: carried(alert.description),
          instruction: carried(alert.instruction),
          categories: alert.categories,
          responseTypes: alert.responseTypes,
          onset: alert.onset ?? null,
          expires: alert.expires,
        });
        expect(info?.areas.map(({ geocodes }) => geocodes[0]?.value)).toEqual(
          alert.areas.map(area => area.communeCode),
        );
        expect(info?.areas.map(({ polygons }) => polygons.map(ring => ring.length))).toEqual(
          alert.areas.map(area => area.polygons?.map(ring => ring.length) ?? []),
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether the OASIS schema takes each of the texts. */
function schemaTakes(texts: string[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'cap-'));
  try {
    const files = texts.map((text, i) => {
      const file = join(folder, `${i}.xml`);
      writeFileSync(file, text);
      return file;
    });
    const schema = `${capSamples}google-cap12.xsd`;
    const { stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error !== undefined) throw error;
    const taken = new Set(stderr.split('\n').filter(line => line.endsWith(' validates')));
    return files.map(file => taken.has(`${file} validates`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('CAP-6 against the schema of OASIS', () => {
  needs('xmllint', 'cap-samples')('everything we emit is valid', () => {
    const texts = [flood, ...fc.sample(alerts, { numRuns: 200, seed: 7 })].map(xmlOf);
    expect(schemaTakes(texts).filter(taken => !taken)).toEqual([]);
  });

  needs('xmllint', 'cap-samples')('CAP-3 what the schema refuses, our reader refuses too', () => {
    const lines = capXml().split('\n');
    const line = fc.nat(lines.length - 1);
    const value = fc.constantFrom('', ' ', 'x', '1', '2025-02-30T00:00:00+07:00', 'Actual', '<b/>', '-1');
    const spoiled = fc
      .array(
        fc.oneof(
          line.map(at => (list: string[]) => list.toSpliced(at, 1)),
          line.map(at => (list: string[]) => list.toSpliced(at, 0, list[at] ?? '')),
          fc.tuple(line, line).map(
            ([from, to]) =>
              (list: string[]) =>
                list.toSpliced(from, 1).toSpliced(to, 0, list[from] ?? ''),
          ),
          fc.tuple(line, value).map(
            ([at, put]) =>
              (list: string[]) =>
                list.with(at % list.length, (list[at % list.length] ?? '').replace(/>[^<]+</, `>${put}<`)),
          ),
        ),
        { minLength: 1, maxLength: 2 },
      )
      .map(changes => changes.reduce((list, change) => change(list), lines).join('\n'));
    const texts = fc.sample(spoiled, { numRuns: 600, seed: 11 });
    const taken = schemaTakes(texts);
    const missed = texts.filter((text, i) => taken[i] === false && readCap(text).errors.length === 0);
    expect(missed).toEqual([]);
    expect(taken.filter(one => !one).length).toBeGreaterThan(300);
  });
});
