import { describe, expect, it } from 'vitest';
import { CLOSE } from '../../../protocol/device.ts';
import { ed25519PublicKey, isSignedBy, readEnvelope } from '../../../protocol/envelope.ts';
import { makeKey } from '../../support/keys.ts';

import {
  addCluster,
  bus,
  clock,
  db,
  gateway,
  greet,
  list,
  newAgent,
  signing,
  useLink,
  welcomed,
} from '../../support/link-room.ts';

useLink();

describe('greeting', () => {
  it("TIM-1: the welcome is signed over the hello's nonce and the time", async () => {
    const agent = await welcomed('cl_a');
    const frame = agent.orders[0]!;
    const envelope = readEnvelope(frame.bytes)!;
    expect(frame).toMatchObject({ kind: 'welcome', body: { clusterId: 'cl_a' } });
    const certificate = JSON.parse(Buffer.from(signing.certificate.body, 'base64').toString());
    expect(
      isSignedBy(
        ed25519PublicKey(Buffer.from(certificate.publicKey, 'hex')),
        'welcome',
        envelope.body,
        envelope.signature,
      ),
    ).toBe(true);
    expect(Math.abs(Number(frame.body.serverTime) - clock.now())).toBeLessThan(100);
  });

  it('REP-3: online at the welcome, silent after 5 s, lost after 25 s, and the store knows since when', async () => {
    const agent = await welcomed('cl_a');
    const row = () =>
      db
        .selectFrom('clusters')
        .select(['presence', 'presence_since'])
        .where('id', '=', 'cl_a')
        .executeTakeFirstOrThrow();
    expect(await row()).toMatchObject({ presence: 'online' });
    agent.wire().terminate();
    const left = clock.now();
    await clock.advance(4000);
    expect((await row()).presence).toBe('online');
    await clock.advance(3000);
    expect((await row()).presence).toBe('silent');
    await clock.advance(20_000);
    const lost = await row();
    expect(lost.presence).toBe('lost');
    expect(Math.abs((lost.presence_since ?? 0) - left)).toBeLessThan(50);
  });

  it('REP-3: a short flap is not shown', async () => {
    const agent = await welcomed('cl_a');
    const shown: string[] = [];
    bus.subscribe('board', message => message.t === 'presence' && shown.push(message.state));
    agent.wire().terminate();
    await clock.advance(2000);
    await greet(agent);
    await clock.advance(40_000 - 15_000);
    expect(shown).toEqual([]);
  });

  it('KEY-5: a hello by another key is refused', async () => {
    const agent = newAgent('cl_a');
    await addCluster('cl_a', makeKey().raw);
    await greet(agent);
    expect(agent.closed[0]?.code).toBe(CLOSE.badSignature);
    expect(agent.orders).toEqual([]);
  });

  it('KEY-5: a higher number replaces the older session, an equal one is a clone and raises an alarm', async () => {
    const agent = await welcomed('cl_a');
    const twin = newAgent('cl_a', agent.key);
    await greet(twin, { connection: 1 });
    expect(twin.closed[0]?.code).toBe(CLOSE.clone);
    expect(agent.closed).toEqual([]);
    const row = await db.selectFrom('clusters').select('fault_part').where('id', '=', 'cl_a').executeTakeFirstOrThrow();
    expect(row.fault_part).toBe('clone');
    const next = newAgent('cl_a', agent.key);
    await greet(next, { connection: 2 });
    expect(next.orders[0]?.kind).toBe('welcome');
    expect(agent.closed[0]?.code).toBe(CLOSE.replaced);
    expect(gateway.count()).toBe(1);
  });

  it('KEY-7: a revoked device is closed at once and not taken back', async () => {
    const agent = await welcomed('cl_a');
    await db.updateTable('clusters').set({ device_key: null, revoked_at: clock.now() }).execute();
    bus.publish('close', { clusterId: 'cl_a' });
    await clock.advance(10);
    expect(agent.closed[0]?.code).toBe(CLOSE.revoked);
    await greet(agent);
    expect(agent.closed[1]?.code).toBe(CLOSE.revoked);
  });

  it('refuses words before the hello and shapes that are none, and passes over unknown ones', async () => {
    const agent = await welcomed('cl_a');
    agent.tell({ t: 'somethingNewer', x: 1 });
    await clock.advance(10);
    expect(agent.closed).toEqual([]);
    agent.tell({ t: 'probe', n: 'x' });
    await clock.advance(10);
    expect(agent.closed[0]?.code).toBe(CLOSE.shape);
    const early = newAgent('cl_b');
    const opened = early.connect();
    await clock.advance(5);
    await opened;
    early.tell({ t: 'wantList', recording: list.recording });
    await clock.advance(10);
    expect(early.closed[0]?.code).toBe(CLOSE.shape);
  });
});
