import { describe, expect, it } from 'vitest';
import { readAudioFrame } from '../../../protocol/chunk.ts';
import { fromServer } from '../../../protocol/device.ts';
import { deliveryId } from '../../../protocol/id.ts';
import type { Messages } from '../../../server/bus/bus.ts';
import { insertOrder } from '../../../server/store/orders.ts';

import {
  addCluster,
  audio,
  bus,
  clock,
  db,
  greet,
  heard,
  list,
  newAgent,
  order,
  reopen,
  useLink,
  welcomed,
} from '../../support/link-room.ts';

useLink();

describe('orders', () => {
  it('ORD-2: every target receives the same bytes, and nobody else', async () => {
    const [a, b, c] = [await welcomed('cl_a'), await welcomed('cl_b'), await welcomed('cl_c')];
    const handed: Messages['handedOver'][] = [];
    bus.subscribe('handedOver', message => handed.push(message));
    // Binary that is no envelope stands for the signed frame here: the link never looks inside.
    bus.publish('order', order(['cl_a', 'cl_b', 'cl_away']));
    await clock.advance(10);
    expect(Buffer.from(a.audio[0]!).toString()).toBe('signed br_a');
    expect(a.audio).toEqual(b.audio);
    expect(c.audio).toEqual([]);
    expect(handed[0]?.clusterIds).toEqual(['cl_a', 'cl_b']);
  });

  it('ORD-7: who was away is told at the welcome, until it has said that it knows', async () => {
    bus.publish('order', order(['cl_a']));
    bus.publish('order', { ...order(['cl_a'], 'st_b'), kind: 'stop' });
    const agent = await welcomed('cl_a');
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString())).toEqual(['signed st_b', 'signed br_a']);
    agent.facts([
      {
        kind: 'stored',
        seq: 1,
        at: 1,
        uncertaintyMs: 1,
        broadcastId: 'br_a',
        revision: 1,
        deliveryId: deliveryId('br_a', 'cl_a'),
      },
    ]);
    await clock.advance(30);
    await greet(agent);
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString()).slice(2)).toEqual(['signed st_b']);
    await clock.advance(70_000);
    await greet(agent);
    expect(agent.audio).toHaveLength(3);
  });

  it('ORD-7: a restarted server still knows whom it must tell', async () => {
    const told = order(['cl_a']);
    await insertOrder(db, {
      ...told,
      clusterIds: ['cl_a'],
      kind: 'play',
      class: 'normal',
      targets: ['cl_a'],
      startAt: clock.now(),
    });
    await reopen();
    const agent = await welcomed('cl_a');
    expect(Buffer.from(agent.audio[0]!).toString()).toBe('signed br_a');
  });

  it('ORD-9: newer settings go before any order', async () => {
    const agent = newAgent('cl_a');
    await addCluster('cl_a', agent.key.raw);
    await db
      .updateTable('clusters')
      .set({ settings_version: 3, settings_bytes: Buffer.from('settings 3') })
      .execute();
    bus.publish('order', order(['cl_a']));
    await greet(agent);
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString())).toEqual(['settings 3', 'signed br_a']);
    agent.wire().terminate();
    await clock.advance(10);
    agent.audio.length = 0;
    await greet(agent, { settingsVersion: 3 });
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString())).toEqual(['signed br_a']);
  });
});

describe('audio, probes and facts', () => {
  it('AUD-2: lists and bytes are sent as they are asked for', async () => {
    const agent = await welcomed('cl_a');
    agent.tell({ t: 'wantList', recording: list.recording });
    agent.tell({ t: 'want', recording: list.recording, from: 100, count: 64 * 1024 });
    agent.tell({ t: 'want', recording: 'f'.repeat(64), from: 0, count: 10 });
    await clock.advance(30);
    const frames = agent.audio.map(frame => readAudioFrame(frame)!);
    expect(frames[0]?.type).toBe('list');
    const bytes = Buffer.concat(frames.slice(1).map(frame => frame.bytes));
    expect(bytes.equals(audio.subarray(100))).toBe(true);
    expect(agent.words.at(-1)?.t).toBe('noRecording');
  });

  it('ALR-11: tells how long orders take to nine of ten devices', async () => {
    const told: Messages['pace'][] = [];
    bus.subscribe('pace', pace => told.push(pace));
    const agents = await Promise.all(Array.from({ length: 10 }, (_, i) => welcomed(`cl_${'abcdefghij'[i]}`)));
    await clock.advance(5_000);
    expect(told).toEqual([]);
    for (const [i, agent] of agents.entries()) agent.tell({ t: 'probe', n: 1, sentAt: 0, rttMs: 20 * (i + 1) });
    await clock.advance(5_000);
    expect(told).toEqual([{ p90OneWayMs: 100 }]);
  });

  it('TIM-2: a probe is answered with server time; an agent that says nothing for 25 s is dropped', async () => {
    const agent = await welcomed('cl_a');
    agent.tell({ t: 'probe', n: 1, sentAt: 5.5 });
    await clock.advance(10);
    const answer = fromServer.parse(agent.words.at(-1));
    expect(answer).toMatchObject({ t: 'probe', n: 1, sentAt: 5.5 });
    await clock.advance(31_000);
    expect(agent.closed[0]?.code).toBe(1006);
    expect(heard.at(-1)).toMatchObject({ state: 'silent' });
  });

  it('ONC-3: facts are acknowledged after the commit, up to the first gap, and counted once', async () => {
    const agent = await welcomed('cl_a');
    const fact = (seq: number) => ({
      kind: 'stored' as const,
      seq,
      at: 1,
      uncertaintyMs: 1,
      broadcastId: 'br_a',
      revision: 1,
      deliveryId: deliveryId('br_a', 'cl_a'),
    });
    agent.facts([fact(1), fact(2)]);
    agent.facts([fact(4)]);
    agent.facts([fact(1), fact(2)]);
    await clock.advance(60);
    const recorded = agent.words.filter(word => word.t === 'recorded');
    expect(recorded.every(word => word.t === 'recorded' && word.seq === 2)).toBe(true);
    agent.facts([fact(3), fact(4)]);
    await clock.advance(60);
    expect(agent.words.at(-1)).toMatchObject({ t: 'recorded', seq: 4 });
    expect(await db.selectFrom('facts').selectAll().execute()).toHaveLength(4);
  });

  it('ORD-4: a device that speaks of the delivery of another changes nothing there', async () => {
    const agent = await welcomed('cl_a');
    const own = { broadcastId: 'br_a', revision: 1, deliveryId: deliveryId('br_a', 'cl_a') };
    const foreign = { ...own, deliveryId: deliveryId('br_a', 'cl_b') };
    const span = { startedAt: 1, endedAt: 2, proof: 'device' as const };
    agent.facts([
      { kind: 'played', seq: 1, at: 1, uncertaintyMs: 1, ...foreign, ...span },
      { kind: 'stored', seq: 2, at: 1, uncertaintyMs: 1, ...own },
    ]);
    await clock.advance(60);
    expect(agent.words.at(-1)).toMatchObject({ t: 'recorded', seq: 2 });
    const rows = await db.selectFrom('deliveries').select(['id', 'cluster_id', 'state']).execute();
    expect(rows).toEqual([{ id: own.deliveryId, cluster_id: 'cl_a', state: 'stored' }]);
  });

  it('ONC-3: reports of many devices that share a commit each reach their own delivery and journal', async () => {
    const agents = [await welcomed('cl_a'), await welcomed('cl_b')];
    const about = (clusterId: string) => ({
      broadcastId: 'br_a',
      revision: 1,
      deliveryId: deliveryId('br_a', clusterId),
    });
    const common = { at: 1, uncertaintyMs: 1 };
    for (const [at, agent] of agents.entries()) {
      const mine = about(['cl_a', 'cl_b'][at]!);
      agent.facts([{ kind: 'stored', seq: 1, ...common, ...mine }]);
      agent.facts([{ kind: 'playing', seq: 2, startedAt: 5 + at, ...common, ...mine }]);
    }
    agents[1]!.facts([{ kind: 'failed', seq: 3, reason: 'speaker', ...common, ...about('cl_b') }]);
    await clock.advance(60);
    const rows = await db
      .selectFrom('deliveries')
      .select(['cluster_id', 'state', 'started_at'])
      .orderBy('cluster_id')
      .execute();
    expect(rows).toEqual([
      { cluster_id: 'cl_a', state: 'playing', started_at: 5 },
      { cluster_id: 'cl_b', state: 'failed', started_at: null },
    ]);
    expect(agents[0]!.words.at(-1)).toMatchObject({ t: 'recorded', seq: 2 });
    expect(agents[1]!.words.at(-1)).toMatchObject({ t: 'recorded', seq: 3 });
  });
});
