// Drives CAP messages over HTTP into proposals: who is listened to, what a message is taken for, how messages follow and take
// back each other in any order, and that whatever cannot be taken is shown to a person.
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import type { Proposal } from '../../../../protocol/api/warnings.ts';
import type { Caller } from '../../../support/api.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { capSamples, needs } from '../../../support/needs.ts';
import { type WarningServer, warningServer } from '../../../support/warning.ts';
import { areaXml, capXml, infoXml, referring, sender } from './messages.ts';

let s: WarningServer;
let c: Awaited<ReturnType<WarningServer['commune']>>;
beforeEach(async () => {
  s = await warningServer({ clock: fakeClock('2025-10-07T10:00:00.000Z') });
  c = await s.commune();
});
afterEach(() => {
  expect(s.errors).toEqual([]);
  return s.close();
});

interface Answer {
  code?: string;
  message?: string;
  proposalId: string | null;
  identifier: string;
  errors: { code: string; path: string; message: string }[];
  warnings: { code: string; path: string; message: string }[];
}
const hand = (xml: string | Buffer, by: Caller = c.program, type = 'application/cap+xml') =>
  by.post<Answer>('/api/cap', xml, { headers: { 'content-type': type } });
const listen = (areaId: string, change: object = {}) =>
  c.officer.caller.post<{ id: string; code?: string }>('/api/cap/senders', {
    ...{ areaId, sender, name: 'Ban Chỉ huy PCTT', ...change },
  });
const all = async (by: Caller = c.officer.caller) => (await by.get<{ items: Proposal[] }>('/api/proposals')).body.items;
const only = async (): Promise<Proposal> => {
  const items = await all();
  expect(items).toHaveLength(1);
  return items[0] as Proposal;
};
const codes = (list: { code: string }[]) => list.map(one => one.code);
const accept = async (id: string | null) =>
  (await c.officer.caller.post<Proposal>(`/api/proposals/${id}/accept`, { proof: { pin: '246810' } })).body;
const audited = async (action: string) =>
  (await c.admin.get<{ items: { action: string; detail: object }[] }>('/api/audit')).body.items.filter(
    one => one.action === action,
  );
const whole =
  '<area><areaDesc>Bố Hạ</areaDesc><geocode><valueName>ten</valueName><value>xã bố  hạ</value></geocode></area>';
const flood = (change: Parameters<typeof capXml>[0] = {}) => capXml({ area: whole, ...change });
const info = (change: Record<string, string>) =>
  Object.entries(change).reduce((xml, [from, to]) => xml.replace(from, to), infoXml(whole));

describe('CAP-8 a message of a sender who is listened to', () => {
  it('proposes what it says, filled in, and nothing sounds', async () => {
    await listen(c.boHa);
    const answer = await hand(flood());
    expect([answer.status, answer.body]).toMatchObject([201, { identifier: 'BN-2025-10-07-03', sender }]);
    expect(codes(answer.body.warnings)).toEqual(['evacuation_asked']);
    expect(await only()).toMatchObject({
      id: answer.body.proposalId,
      source: 'cap',
      title: 'Phát lệnh báo động số 3 trên sông Thương tại Phủ Lạng Thương',
      reason: 'Ban Chỉ huy Phòng chống thiên tai: Lũ trên sông Thương; nghiêm trọng, phải làm ngay, đã quan sát thấy',
      template: 'flood-3',
      level: 3,
      targets: [{ id: c.boHa, name: 'Xã Bố Hạ' }],
      slots: { places: 'Bố Hạ' },
      siren: true,
      status: 'actual',
      state: 'open',
      expiresAt: '2025-10-08T09:55:00.000Z',
      raw: null,
    });
    expect(s.alerts.asked).toEqual([]);
    expect((await accept(answer.body.proposalId)).state).toBe('accepted');
    expect(s.alerts.asked).toMatchObject([{ what: 'issue', request: { source: 'cap', template: 'flood-3' } }]);
  });

  it('is taken as any kind of XML, and from a token; nothing else is', async () => {
    await listen(c.boHa);
    expect((await hand(flood({ identifier: 'A' }), c.program, 'text/xml')).status).toBe(201);
    expect((await hand(flood({ identifier: 'B' }), c.officer.caller, 'application/xml')).status).toBe(201);
    const json = await c.program.post('/api/cap', { alert: 1 });
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media']);
    const technician = await s.as(c.admin, 'kythuat', { role: 'technician', areaId: c.boHa });
    expect((await hand(flood(), technician.caller)).status).toBe(403);
  });

  it('a stranger’s is refused, and shown as it came where it was handed in', async () => {
    const answer = await hand(flood());
    expect([answer.status, answer.body.code]).toEqual([422, 'cap_sender']);
    expect(answer.body.message).toContain(sender);
    const shown = await only();
    expect(shown).toMatchObject({ template: null, siren: false, state: 'open', raw: flood() });
    const taken = await c.officer.caller.post(`/api/proposals/${shown.id}/accept`, { proof: { pin: '246810' } });
    expect(taken.body.code).toBe('template_needed');
  });

  it('each area that listens has its own word with it; the next commune’s list is not ours', async () => {
    await c.admin.post('/api/cap/senders', { areaId: c.dongKy, sender, name: 'PCTT' });
    expect((await listen(c.dongKy)).status).toBe(403);
    expect((await hand(flood())).body.code).toBe('cap_sender');
    await listen(c.boHa);
    expect((await hand(flood({ identifier: 'A' }))).status).toBe(201);
    expect(await all(c.neighbour.caller)).toEqual([]);
    expect((await hand(flood({ identifier: 'A' }), c.admin)).status).toBe(201);
    expect(await all(c.neighbour.caller)).toMatchObject([{ targets: [{ id: c.dongKy }], state: 'open' }]);
  });

  it('the list is kept by those who keep places, on record', async () => {
    const { body } = await listen(c.boHa);
    const seen = (await c.officer.caller.get<{ items: object[] }>('/api/cap/senders')).body.items;
    expect(seen).toEqual([{ id: body.id, areaId: c.boHa, sender, name: 'Ban Chỉ huy PCTT', certificate: null }]);
    expect((await c.neighbour.caller.get<{ items: object[] }>('/api/cap/senders')).body.items).toEqual([]);
    expect((await c.neighbour.caller.delete(`/api/cap/senders/${body.id}`)).status).toBe(403);
    expect((await c.officer.caller.delete(`/api/cap/senders/${body.id}`)).status).toBe(200);
    expect((await hand(flood())).body.code).toBe('cap_sender');
    expect(await audited('cap-sender.remove')).toHaveLength(1);
  });
});

describe('CAP-9 one identity, one message', () => {
  it('the same bytes again are a duplicate, noted and without effect', async () => {
    await listen(c.boHa);
    const first = await hand(flood());
    const again = await hand(flood());
    expect([again.status, again.body.proposalId]).toEqual([200, first.body.proposalId]);
    await only();
    expect(await audited('cap.duplicate')).toHaveLength(1);
  });

  it('other bytes under the same identity are refused and raise an alarm, however the time is written', async () => {
    await listen(c.boHa);
    await hand(flood());
    const forged = flood({ sent: '2025-10-07T09:55:00+00:00' }).replace('Bà con', 'Đồng bào');
    const answer = await hand(forged);
    expect([answer.status, answer.body.code]).toEqual([422, 'cap_changed']);
    expect((await hand(forged)).status).toBe(422);
    const [alarm, ...rest] = (await all()).filter(one => one.raw !== null);
    expect(rest).toEqual([]);
    expect(alarm).toMatchObject({ template: null, state: 'open', raw: forged });
    expect(alarm?.title).toContain('giả mạo');
    expect(await audited('cap.refuse')).toMatchObject([
      { detail: { again: true } },
      { detail: { code: 'cap_changed' } },
    ]);
  });

  it('one sent more than ten minutes ahead is refused', async () => {
    await listen(c.boHa);
    expect((await hand(flood({ identifier: 'A', sent: '2025-10-07T17:10:00+07:00' }))).status).toBe(201);
    const far = await hand(flood({ identifier: 'B', sent: '2025-10-07T17:10:01+07:00' }));
    expect([far.status, far.body.code]).toEqual([422, 'cap_future']);
  });

  it('one that has ended is outdated; without an end it holds for a day', async () => {
    await listen(c.boHa);
    const old = flood({ sent: '2025-10-05T16:55:00+07:00', info: info({ '2025-10-08T16:55': '2025-10-06T16:55' }) });
    const answer = await hand(old);
    expect(codes(answer.body.warnings)).toContain('outdated');
    const open = flood({ identifier: 'B' }).replace(/<expires>.*<\/expires>/, '');
    await hand(open);
    expect((await all()).map(one => [one.state, one.expiresAt])).toEqual([
      ['open', '2025-10-08T09:55:00.000Z'],
      ['outdated', '2025-10-06T09:55:00.000Z'],
    ]);
    await s.clock.advance(24 * 60 * 60_000);
    const late = s.withCookie(`loa_session=${(await s.sessions.open(c.officer.accountId)).cookie}`);
    const [newest] = await all(late);
    expect(newest?.state).toBe('outdated');
    const taken = await late.post(`/api/proposals/${newest?.id}/accept`, { proof: {} });
    expect([taken.status, taken.body.code]).toEqual([409, 'proposal_outdated']);
  });
});

describe('CAP-10 messages that speak of others', () => {
  const update = (identifier: string, to: string, change: object = {}) =>
    flood({ identifier, msgType: 'Update', afterScope: referring(to), ...change });
  const cancel = (identifier: string, to: string, change: object = {}) =>
    flood({ identifier, msgType: 'Cancel', afterScope: referring(to), ...change });
  beforeEach(() => listen(c.boHa));

  it('an update takes the place of what nobody has decided', async () => {
    await hand(flood({ identifier: 'A' }));
    await s.clock.advance(1000);
    await hand(update('B', 'A'));
    expect((await all()).map(one => [one.state, one.alertId])).toEqual([
      ['open', null],
      ['replaced', null],
    ]);
  });

  it('an update of an accepted one proposes to bring that alert up to date', async () => {
    const { alertId } = await accept((await hand(flood({ identifier: 'A' }))).body.proposalId);
    const next = await hand(update('B', 'A'));
    expect(await accept(next.body.proposalId)).toMatchObject({ alertId, state: 'accepted' });
    expect(s.alerts.asked.at(-1)).toMatchObject({ what: 'update', request: { alertId, level: 3 } });
  });

  it('a cancel closes what is open, and proposes to take back what was sent, through any number of updates', async () => {
    await hand(flood({ identifier: 'open' }));
    const nothing = await hand(cancel('C1', 'open'));
    expect(nothing.body.proposalId).toBeNull();
    expect((await only()).state).toBe('cancelled');

    const { alertId } = await accept((await hand(flood({ identifier: 'A' }))).body.proposalId);
    await hand(update('B', 'A'));
    const back = await hand(cancel('C', 'B'));
    const proposal = (await all()).find(one => one.id === back.body.proposalId);
    expect(proposal).toMatchObject({ template: 'all-clear', alertId, siren: false, state: 'open' });
    await accept(back.body.proposalId);
    expect(s.alerts.asked.at(-1)).toMatchObject({ what: 'withdraw', request: { alertId } });
  });

  it('a cancel that comes first is kept: the late alert is cancelled before anybody could send it', async () => {
    const early = await hand(cancel('C', 'A'));
    expect([early.status, codes(early.body.warnings)]).toEqual([201, ['reference_unknown']]);
    const late = await hand(flood({ identifier: 'A' }));
    expect([late.status, codes(late.body.warnings)]).toEqual([201, ['evacuation_asked', 'cancelled_before']]);
    const one = await only();
    expect(one.state).toBe('cancelled');
    expect((await c.officer.caller.post(`/api/proposals/${one.id}/accept`, { proof: {} })).status).toBe(409);
  });

  it('an update that comes before its alert replaces it', async () => {
    await hand(update('B', 'A'));
    await hand(flood({ identifier: 'A' }));
    expect((await all()).map(one => one.state).sort()).toEqual(['open', 'replaced']);
  });

  it('nobody takes back another’s message', async () => {
    await hand(flood({ identifier: 'A' }));
    const foreign = referring('A').replaceAll(sender, 'ai-do@example.vn');
    const answer = await hand(cancel('C', 'A', { afterScope: foreign }));
    expect([answer.status, answer.body.code]).toEqual([422, 'cap_not_owner']);
    expect((await all()).filter(one => one.template === 'flood-3').map(one => one.state)).toEqual(['open']);
  });

  it('an exercise or a test takes back nothing that is real', async () => {
    await hand(flood({ identifier: 'A' }));
    await hand(cancel('C', 'A', { status: 'Exercise' }));
    await hand(cancel('D', 'A', { status: 'Test' }));
    expect((await only()).state).toBe('open');
    await hand(cancel('E', 'B', { status: 'Test' }));
    await hand(flood({ identifier: 'B' }));
    expect((await all()).every(one => one.state === 'open')).toBe(true);
  });

  it('messages that refer to each other in a circle are refused', async () => {
    await hand(update('A', 'B'));
    const answer = await hand(update('B', 'A'));
    expect([answer.status, answer.body.code, codes(answer.body.errors)]).toEqual([
      422,
      'cap_invalid',
      ['circular_reference'],
    ]);
  });
});

describe('CAP-11 only what is real may sound as real', () => {
  beforeEach(() => listen(c.boHa));

  it('an exercise proposes a drill without a siren', async () => {
    const { body } = await hand(flood({ status: 'Exercise' }));
    expect(await only()).toMatchObject({ status: 'drill', siren: false, title: expect.stringMatching(/^Diễn tập: /) });
    await accept(body.proposalId);
    expect(s.alerts.asked).toMatchObject([{ request: { status: 'drill', siren: false } }]);
  });

  it.each(['Test', 'Draft', 'System'])('%s proposes nothing, and that is told', async status => {
    const answer = await hand(flood({ status }));
    expect([answer.status, answer.body.proposalId, codes(answer.body.warnings)]).toEqual([201, null, ['never_sounds']]);
    expect(await all()).toEqual([]);
    expect(await audited('cap.take')).toHaveLength(1);
  });

  it('a private message is never made public, a restricted one only by a person’s own choice', async () => {
    const secret = flood({ afterScope: '<addresses>a@example.vn</addresses>' }).replace('Public', 'Private');
    expect((await hand(secret)).body).toMatchObject({ proposalId: null, warnings: [{ code: 'private_kept' }] });
    const few = flood({ identifier: 'B', afterScope: '' }).replace(
      '<scope>Public</scope>',
      '<scope>Restricted</scope><restriction>Chỉ cho cán bộ</restriction>',
    );
    await hand(few);
    expect(await only()).toMatchObject({ template: null, siren: false });
  });

  it.each([
    ['<urgency>Immediate', '<urgency>Past'],
    ['<certainty>Observed', '<certainty>Unlikely'],
    ['<responseType>Evacuate', '<responseType>AllClear'],
  ])('no siren of %s → %s', async (from, to) => {
    await hand(flood({ info: info({ [from]: to }) }));
    const one = await only();
    expect(one).toMatchObject({ siren: false, template: to.includes('AllClear') ? 'all-clear' : 'flood-3' });
    const wanted = await c.officer.caller.post(`/api/proposals/${one.id}/accept`, { siren: true, proof: {} });
    expect(wanted.body.code).toBe('no_siren');
  });
});

describe('CAP-12 what it is taken for, and where', () => {
  beforeEach(() => listen(c.boHa));
  const event = (words: string, headline = 'Tin khẩn') =>
    flood({
      identifier: `e${words.length}${headline.length}`,
      info: info({
        'Lũ trên sông Thương': words,
        'Phát lệnh báo động số 3 trên sông Thương tại Phủ Lạng Thương': headline,
        '<parameter><valueName>VN-BaoDongLu</valueName><value>3</value></parameter>': '',
      }),
    });

  it.each([
    ['Lũ quét', 'flash-flood', null],
    ['Flash Flood Warning', 'flash-flood', null],
    ['Cảnh báo sạt lở đất', 'landslide', null],
    ['Thông báo xả lũ hồ Cấm Sơn', 'dam-release', null],
    ['Bão số 10', 'storm', null],
    ['Tornado Warning', 'storm', null],
    ['Cháy rừng', 'fire', null],
    ['Lũ, báo động II', 'flood-2', 2],
    ['Flood, alarm level 1', 'flood-1', 1],
    ['Ngập lụt', 'other', null],
    ['Động đất', 'other', null],
  ])('%s: %s', async (words, template, level) => {
    const answer = await hand(event(words));
    expect(await only()).toMatchObject({ template, level });
    if (template === 'other') expect(codes(answer.body.warnings).join()).toMatch(/level_unknown|event_unknown/);
  });

  it('a commune by its code in the State’s list', async () => {
    await s.areas.change('loa', c.boHa, { communeCode: '07246' });
    const coded = whole.replace('xã bố  hạ', '07246');
    const answer = await hand(capXml({ area: coded }));
    expect(codes(answer.body.warnings)).toEqual(['evacuation_asked']);
    expect((await only()).targets).toEqual([{ id: c.boHa, name: 'Xã Bố Hạ' }]);
  });

  it('clusters inside a polygon or a circle, areas by id or name, and each only once', async () => {
    const pole = async (name: string, areaId: string, position: object | null) =>
      (await s.clusters.create('loa', { name, areaId, ...(position ? { position } : {}) } as never)).id;
    const inside = await pole('Trong', c.upper, { lat: 21.42, lon: 106.18 });
    await pole('Ngoài', c.upper, { lat: 21.49, lon: 106.11 });
    const near = await pole('Gần', c.lower, { lat: 21.46, lon: 106.15 });
    await pole('Chưa có vị trí', c.lower, null);
    const answer = await hand(capXml({ area: areaXml.replace(' 3.5<', ' 2<') }));
    expect(codes(answer.body.warnings)).toEqual(['evacuation_asked', 'geocode_unknown', 'clusters_unplaced']);
    expect((await only()).targets.map(one => one.id).sort()).toEqual([inside, near].sort());

    const named = areaXml.replace('07246', c.lower).replace(' 3.5<', ' 2<');
    const second = await hand(capXml({ identifier: 'B', area: named }));
    const proposal = (await all()).find(one => one.id === second.body.proposalId);
    expect(proposal?.targets).toEqual(
      expect.arrayContaining([
        { id: c.lower, name: 'Thôn Hạ' },
        { id: inside, name: 'Trong' },
      ]),
    );
    expect(proposal?.targets).toHaveLength(2);
  });

  it('where nothing can be told, the whole area in which the sender is listened to, and that is said', async () => {
    const answer = await hand(capXml());
    expect(codes(answer.body.warnings)).toContain('whole_area');
    const one = await only();
    expect(one.targets).toEqual([{ id: c.boHa, name: 'Xã Bố Hạ' }]);
    expect(one.warnings.join()).toContain('lấy cả Xã Bố Hạ');
  });

  it('decided where all that it names lies, not where its sender is listened to', async () => {
    await c.admin.post('/api/cap/senders', { areaId: c.root, sender: 'tinh@example.vn', name: 'Tỉnh' });
    const xml = flood().replace(sender, 'tinh@example.vn');
    const { body } = await hand(xml, c.admin);
    expect((await accept(body.proposalId)).state).toBe('accepted');
  });

  it('of several parts the most urgent one in Vietnamese, and that is said', async () => {
    const late = infoXml(whole).replace('Immediate', 'Future').replace('Lũ trên sông Thương', 'Bão số 11');
    const english = infoXml(whole).replace('vi-VN', 'en').replace('Lũ trên sông Thương', 'Wildfire');
    const answer = await hand(flood({ info: `${english}${late}${infoXml(whole)}` }));
    expect(codes(answer.body.warnings)).toContain('several_infos');
    expect(await only()).toMatchObject({ template: 'flood-3' });
  });
});

describe('CAP-13 what cannot be taken is shown, not dropped', () => {
  it('an invalid message: every error to the sender in their words, the whole to a person', async () => {
    await listen(c.boHa);
    const broken = flood()
      .replace('Actual', 'Real')
      .replace('<sent>2025-10-07T16:55:00+07:00', '<sent>2025-10-07T16:55:00Z');
    const answer = await hand(broken);
    expect([answer.status, answer.body.code]).toEqual([422, 'cap_invalid']);
    expect(answer.body.errors.map(({ code, path }) => [code, path])).toEqual([
      ['bad_time', '/alert/sent'],
      ['bad_choice', '/alert/status'],
    ]);
    expect(answer.body.errors[1]?.message).toContain('phải là');
    expect(await only()).toMatchObject({ template: null, raw: broken, title: 'Bản tin CAP không hợp lệ' });
    await hand(broken);
    await only();
  });

  it('a sender with a certificate must sign with it', async () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect((await listen(c.boHa, { certificate: 'không phải khoá' })).status).toBe(400);
    await listen(c.boHa, { certificate: pem });
    expect((await hand(flood())).body.code).toBe('cap_signature');
    const sign = (xml: string) => {
      const maker = new SignedXml({
        privateKey: key.privateKey,
        signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
      });
      maker.addReference({
        xpath: '/*',
        transforms: [
          'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
          'http://www.w3.org/2001/10/xml-exc-c14n#',
        ],
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
        isEmptyUri: true,
      });
      maker.computeSignature(xml, { location: { reference: '/*', action: 'append' } });
      return maker.getSignedXml();
    };
    const good = sign(flood({ identifier: 'B' }));
    expect((await hand(good)).status).toBe(201);
    expect((await hand(good.replace('Bà con', 'Đồng bào'))).body.code).toMatch(/^cap_(broken_)?signature$/);
    // A key that is trusted for one sender proves nothing for another.
    await listen(c.boHa, {
      sender: 'khac@example.vn',
      certificate: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    });
    const borrowed = sign(flood({ identifier: 'C' }).replace(sender, 'khac@example.vn'));
    expect((await hand(borrowed)).body.code).toBe('cap_signature');
  });

  it('a sender who says too much waits, and others are heard meanwhile', async () => {
    await listen(c.boHa);
    await listen(c.boHa, { sender: 'khac@example.vn' });
    const statuses: number[] = [];
    for (let i = 0; i < 61; i++) statuses.push((await hand(flood())).status);
    expect(statuses.slice(0, 60).every(status => status < 300)).toBe(true);
    expect(statuses[60]).toBe(429);
    expect((await hand(flood().replace(sender, 'khac@example.vn'))).status).toBe(201);
    await s.clock.advance(60 * 60_000);
    expect((await hand(flood())).status).toBe(200);
  });

  it('a large message is read beside the loop, and the loop goes on meanwhile', async () => {
    await listen(c.boHa);
    const long = flood().replace('</instruction>', `${' Hãy cẩn thận.'.repeat(150_000)}</instruction>`);
    expect(long.length).toBeGreaterThan(2_000_000);
    let turns = 0;
    const beat = setInterval(() => turns++, 5);
    const answer = await hand(long);
    clearInterval(beat);
    expect(answer.status).toBe(201);
    expect(turns).toBeGreaterThan(5);
    const tooLong = await hand(Buffer.alloc(5 * 1024 * 1024 + 1, 32));
    expect(tooLong.status).toBe(413);
  });

  needs('cap-samples')('none of the public samples breaks it, and each gets its answer', async () => {
    const rows = (await readFile(`${capSamples}MANIFEST.tsv`, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map(row => row.split('\t'))
      .filter(([, kind]) => kind === 'alert');
    expect(rows.length).toBeGreaterThan(25);
    for (const [file = '', , , verdict] of rows) {
      const answer = await hand(await readFile(`${capSamples}${file}`));
      expect([file, answer.status]).toEqual([file, 422]);
      expect([file, answer.body.code]).toEqual([
        file,
        expect.stringMatching(verdict === 'VALID' ? /^cap_(sender|broken_signature)$/ : /^cap_invalid$/),
      ]);
    }
    expect((await all()).every(one => one.template === null && one.raw !== null)).toBe(true);
  });
});
