// Stories of the main journey, told with the whole system in one process: a press becomes sound at the clusters, facts come back,
// and what went wrong in between is said, never hidden.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVillage, type Village } from '../support/village.ts';

let village: Village;

beforeEach(async () => {
  village = await openVillage();
});
afterEach(async () => {
  await village.close();
});

describe('an ordinary evening', () => {
  it('TIM-4, ONC-4: a press becomes sound at every cluster at one moment, and each says so', async () => {
    const [a, b] = [await village.cluster('Bản Ven'), await village.cluster('Xóm Mới')];
    const news = await village.recording('Bản tin', 10);
    const pressed = village.clock.now();
    const { id, startAt } = await village.send({ title: 'Bản tin xã', recordingId: news });
    const start = Date.parse(startAt ?? '');
    // TIM-5: nobody held the audio, so it starts 1.5 s after the press.
    expect(start - pressed).toBe(1500);
    await village.pass(4000);
    expect(await village.stateAt(id, a)).toBe('playing');
    await village.pass(10_000);
    for (const cluster of [a, b]) {
      expect(cluster.heard).toHaveLength(1);
      expect(Math.abs(cluster.heard[0]!.from - start)).toBeLessThan(60);
      expect(Math.abs(cluster.heard[0]!.to - start - 10_000)).toBeLessThan(60);
    }
    const report = await village.report(id);
    expect(report.counts).toEqual({ played: 2 });
    expect(report.deliveries[0]).toMatchObject({ proof: 'level', missedMs: 0 });
    expect(Date.parse(report.startedAt ?? '')).toBe(start);
  });

  it('ORD-11: what is planned into quiet hours is refused by the device and said so', async () => {
    await village.admin.patch(`/api/areas/${village.root}`, { quietHours: [{ from: '21:00', to: '05:00' }] });
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 5);
    // 03:15 in the night that comes, local time.
    const { id, problems } = await village.send({
      title: 'Đặt nhầm giờ',
      recordingId: news,
      startAt: Date.parse('2026-11-22T20:15:00Z'),
    });
    expect(problems.map(problem => problem.code)).toContain('quiet');
    await village.pass(Date.parse('2026-11-22T20:17:00Z') - village.clock.now());
    expect(cluster.heard).toEqual([]);
    expect((await village.report(id)).deliveries[0]).toMatchObject({ state: 'refused', reason: 'quiet_hours' });
  });

  it('stops what sounds, and the device itself says that it stopped', async () => {
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 60);
    const { id } = await village.send({ title: 'Bản tin xã', recordingId: news });
    await village.pass(6000);
    const pressed = village.clock.now();
    await village.admin.post(`/api/broadcasts/${id}/stop`);
    await village.pass(2000);
    expect(cluster.heard[0]!.to - pressed).toBeLessThan(500);
    expect((await village.report(id)).deliveries[0]).toMatchObject({ state: 'interrupted', reason: 'stopped' });
  });

  it('ORD-7: STOP ALL silences everything everywhere', async () => {
    const [a, b] = [await village.cluster('Bản Ven'), await village.cluster('Xóm Mới')];
    const news = await village.recording('Bản tin', 60);
    const song = await village.recording('Ca khúc', 60, 300);
    await village.send({ title: 'Một', recordingId: news, targets: [a.id] });
    await village.send({ title: 'Hai', recordingId: song, targets: [b.id] });
    const later = await village.send({
      title: 'Ba',
      recordingId: song,
      targets: [b.id],
      startAt: village.clock.now() + 300_000,
    });
    await village.pass(5000);
    const pressed = village.clock.now();
    await village.admin.post('/api/stop', {});
    await village.pass(400_000);
    for (const cluster of [a, b]) {
      expect(cluster.heard).toHaveLength(1);
      expect(cluster.heard[0]!.to - pressed).toBeLessThan(500);
    }
    expect(await village.stateAt(later.id, b)).toMatch(/cancelled|interrupted/);
  });
});

describe('the dead zone', () => {
  it('plays on time without the network and reports when it comes back', async () => {
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 10);
    const at = village.clock.now() + 3_600_000;
    const { id } = await village.send({ title: 'Bản tin 17 giờ', recordingId: news, startAt: at });
    await village.pass(10_000);
    expect(await village.stateAt(id, cluster)).toBe('stored');
    cluster.cable.cut();
    await village.pass(3_700_000);
    expect(cluster.heard).toHaveLength(1);
    expect(Math.abs(cluster.heard[0]!.from - at)).toBeLessThan(500);
    // ONC-5: silence is not success.
    expect(await village.stateAt(id, cluster)).toBe('unconfirmed');
    cluster.cable.heal();
    await village.pass(60_000);
    const [delivery] = (await village.report(id)).deliveries;
    expect(delivery?.state).toBe('played');
    expect(Math.abs(Date.parse(delivery?.startedAt ?? '') - at)).toBeLessThan(500);
    expect(Date.parse(delivery?.reportedAt ?? '')).toBeGreaterThan(at + 100_000);
  });

  it('TIM-4: a cluster that returns in the middle enters in step and says what it missed', async () => {
    const [a, b] = [await village.cluster('Bản Ven'), await village.cluster('Xóm Mới')];
    const news = await village.recording('Bản tin', 60);
    b.cable.cut();
    await village.pass(1000);
    const { id, startAt } = await village.send({ title: 'Bản tin xã', recordingId: news });
    await village.pass(20_000);
    b.cable.heal();
    await village.pass(60_000);
    const start = Date.parse(startAt ?? '');
    expect(b.heard[0]!.from - start).toBeGreaterThan(10_000);
    expect(Math.abs(b.heard[0]!.to - a.heard[0]!.to)).toBeLessThan(60);
    const late = (await village.report(id)).deliveries.find(delivery => delivery.clusterId === b.id);
    expect(late?.state).toBe('played');
    expect(Math.abs((late?.missedMs ?? 0) - (b.heard[0]!.from - start))).toBeLessThan(60);
  });

  it('AUD-3: the link drops in the middle of the audio: what is there sounds in step, and the whole is told truly', async () => {
    // 24 kbit/s of audio over 64 kbit/s: when the line is cut, about a third of it has arrived.
    const cluster = await village.cluster('Bản Ven', { bytesPerSecond: 8000 });
    await village.pass(10_000);
    const news = await village.recording('Bản tin', 40);
    const { id, startAt } = await village.send({ title: 'Bản tin xã', recordingId: news });
    await village.pass(6000);
    cluster.cable.cut();
    await village.pass(10_000);
    cluster.cable.heal();
    await village.pass(60_000);
    const start = Date.parse(startAt ?? '');
    expect(cluster.heard).toHaveLength(2);
    const [before, after] = cluster.heard;
    expect(before!.from - start).toBeLessThan(1500);
    expect(before!.to - start).toBeGreaterThan(8000);
    expect(Math.abs(after!.to - start - 40_000)).toBeLessThan(60);
    const [delivery] = (await village.report(id)).deliveries;
    expect(delivery?.state).toBe('played');
    const silent = 40_000 - (before!.to - before!.from) - (after!.to - after!.from);
    expect(Math.abs((delivery?.missedMs ?? 0) - silent)).toBeLessThan(60);
  });
});

describe('rank', () => {
  it('RNK-1, RNK-2: priority interrupts the news at once, and the news starts again from its beginning', async () => {
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 30, 440);
    const urgent = await village.recording('Ưu tiên', 8, 880);
    const first = await village.send({ title: 'Bản tin xã', recordingId: news });
    await village.pass(10_000);
    const second = await village.send({ title: 'Thông báo ưu tiên', recordingId: urgent, class: 'priority' });
    await village.pass(60_000);
    const starts = [first, second].map(sent => Date.parse(sent.startAt ?? ''));
    const report = await village.report(first.id);
    expect(report.deliveries[0]?.state).toBe('played');
    expect(await village.stateAt(second.id, cluster)).toBe('played');
    // The news after the interruption lasts its whole length again.
    const restarted = Date.parse(report.deliveries[0]?.startedAt ?? '');
    expect(restarted).toBeGreaterThanOrEqual(starts[1]! + 8000);
    expect(cluster.heard.at(-1)!.to - restarted).toBeGreaterThan(29_900);
  });
});

describe('people', () => {
  it('PPL-2: an unapproved item never sounds; approved by a leader it does', async () => {
    await village.admin.patch(`/api/areas/${village.root}`, { approval: true });
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 5);
    const officer = await village.person('canbo', 'officer', village.root);
    const leader = await village.person('lanhdao', 'leader', village.root);
    const sent = await village.send({ title: 'Bản tin tự làm', recordingId: news }, officer);
    expect(sent.state).toBe('awaiting');
    await village.pass(120_000);
    expect((await officer.post(`/api/broadcasts/${sent.id}/approve`)).status).toBe(403);
    expect(cluster.heard).toEqual([]);
    expect((await leader.post(`/api/broadcasts/${sent.id}/approve`)).status).toBe(200);
    await village.pass(10_000);
    expect(cluster.heard).toHaveLength(1);
    expect((await village.report(sent.id)).approvedBy).toBe('lanhdao');
  });

  it('PPL-2: what a leader returns stays silent and carries the reason', async () => {
    await village.admin.patch(`/api/areas/${village.root}`, { approval: true });
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 5);
    const officer = await village.person('canbo', 'officer', village.root);
    const sent = await village.send({ title: 'Bản tin tự làm', recordingId: news }, officer);
    await village.admin.post(`/api/broadcasts/${sent.id}/return`, { reason: 'Sai ngày họp' });
    await village.pass(60_000);
    expect(cluster.heard).toEqual([]);
    expect(await village.report(sent.id)).toMatchObject({ state: 'returned', returnedReason: 'Sai ngày họp' });
  });
});

describe('what breaks', () => {
  it('the server restarts at airtime: the clusters play on time and nothing is lost or doubled', async () => {
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 20);
    const at = village.clock.now() + 120_000;
    const { id } = await village.send({ title: 'Bản tin 17 giờ', recordingId: news, startAt: at });
    await village.pass(115_000);
    await village.restart(15_000);
    await village.pass(90_000);
    expect(cluster.heard).toHaveLength(1);
    expect(Math.abs(cluster.heard[0]!.from - at)).toBeLessThan(500);
    expect((await village.report(id)).counts).toEqual({ played: 1 });
  });

  it('one dead cluster harms no other, and is not called a success', async () => {
    const [a, b] = [await village.cluster('Bản Ven'), await village.cluster('Xóm Mới')];
    const broken = await village.cluster('Đồng Kỳ', {
      speaker: () => ({
        describe: 'broken card',
        measures: false,
        wake: () => undefined,
        rest: () => undefined,
        close: async () => undefined,
        open: async room => room.fault('the card is gone'),
      }),
    });
    await b.off();
    const news = await village.recording('Bản tin', 5);
    await village.pass(30_000);
    const sent = await village.send({ title: 'Bản tin xã', recordingId: news });
    expect(sent.unreachable.map(one => one.name)).toEqual(['Xóm Mới']);
    await village.pass(1_000_000);
    expect(a.heard).toHaveLength(1);
    expect(await village.stateAt(sent.id, a)).toBe('played');
    expect(await village.stateAt(sent.id, b)).toBe('unconfirmed');
    expect((await village.report(sent.id)).deliveries.find(one => one.clusterId === broken.id)).toMatchObject({
      state: 'failed',
      reason: 'speaker',
    });
    const shown = await village.admin.get<{ fault: { part: string } | null }>(`/api/clusters/${broken.id}`);
    expect(shown.body.fault?.part).toBe('speaker');
  });

  it('ONC-1: a routine item cut off by a power failure is reported, not repeated', async () => {
    const cluster = await village.cluster('Bản Ven');
    const news = await village.recording('Bản tin', 30);
    const { id } = await village.send({ title: 'Bản tin xã', recordingId: news });
    await village.pass(8000);
    const before = cluster.heard.length;
    await cluster.powerCut();
    await village.pass(60_000);
    expect(cluster.heard.length).toBe(before);
    expect((await village.report(id)).deliveries[0]).toMatchObject({ state: 'interrupted', reason: 'restart' });
  });
});
