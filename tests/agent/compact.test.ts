// Drives a whole agent with compact orders as an SMS or LoRa would hand them in: the same orders as their envelopes, once.
import { sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Signer, sealCompact } from '../../protocol/compact.ts';
import { compactPlay, compactStop } from '../../protocol/compact-order.ts';
import { bodyJson, readEnvelope } from '../../protocol/envelope.ts';
import { makeId } from '../../protocol/id.ts';
import { type Play, play, stop } from '../../protocol/order.ts';
import { type AlarmHouse, alarmHouse } from '../support/alarm-house.ts';
import { makeKey } from '../support/keys.ts';

const area = makeId('ar', new Uint8Array(8).fill(3));
const alertId = makeId('al', new Uint8Array(8).fill(4));
let home: AlarmHouse;
let counter = 0;
beforeEach(async () => {
  home = await alarmHouse({}, { settings: { areas: [area] } });
});

/** The same order in both encodings. */
function both(clips: readonly string[], change: Partial<Play> = {}) {
  const full = home.alert(clips, { broadcastId: alertId, targets: [area], ...change });
  const order = play.parse(bodyJson(readEnvelope(full)!.body));
  return { full, order, compact: seal(order) };
}
function seal(order: Play): Uint8Array {
  const { online, library } = home.server;
  const signer: Signer = { keyId: online.keyId, sign: bytes => sign(null, bytes, online.privateKey) };
  return sealCompact(compactPlay(order, ++counter, library.clips)!, signer)!;
}

describe('ORD-12: a compact order at a device', () => {
  it('sounds as its envelope would, siren and repeats and all, and the envelope that follows is the same order', async () => {
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    const holds = {
      startAt,
      expiresAt: startAt + 195_000,
      repeatEveryMs: 60_000,
      siren: 'siren-hue-flood3',
      passes: 2,
    };
    const { full, compact } = both(['flood-3'], holds);
    server.send(compact);
    await clock.advance(5000);
    server.send(full);
    server.send(compact);
    await clock.advance(300_000);
    expect(heard().map(each => Math.round((each.from - startAt) / 1000))).toEqual([0, 60, 120, 180]);
    expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(14_000, -2);
    expect(home.last(alertId)).toMatchObject({ kind: 'played', rounds: 8 });
    expect(server.kinds(alertId)).toEqual(['playing', 'played']);
  });

  it('does nothing where its envelope was first, and its later messages take their place', async () => {
    const { server, clock, heard } = home;
    const first = both(['flood-3'], { passes: 9 });
    server.send(first.full);
    await clock.advance(2000);
    server.send(first.compact);
    await clock.advance(2000);
    const at = clock.now();
    server.send(both(['all-clear'], { revision: 2, message: 'withdraw', startAt: at + 1000 }).compact);
    await clock.advance(60_000);
    expect(heard()).toHaveLength(2);
    expect(heard()[0]!.to - at).toBeLessThan(60);
    expect(home.last(alertId)).toMatchObject({ kind: 'played', revision: 2 });
  });

  it('is remembered through a restart, and stopped by a compact stop', async () => {
    const { server, clock, heard } = home;
    server.send(both(['flood-3'], { passes: 20 }).compact);
    await clock.advance(4000);
    home.kill();
    await clock.advance(500);
    await home.again();
    await clock.advance(4000);
    expect(heard()).toHaveLength(2);
    const at = clock.now();
    const order = stop.parse({
      stopId: makeId('st', new Uint8Array(8).fill(6)),
      broadcastId: alertId,
      targets: [area],
      maxClass: 'emergency',
      issuedAt: clock.now(),
      keepUntil: clock.now() + 3_600_000,
    });
    const { online } = server;
    server.send(
      sealCompact(compactStop(order, ++counter), {
        keyId: online.keyId,
        sign: bytes => sign(null, bytes, online.privateKey),
      })!,
    );
    await clock.advance(60_000);
    expect(heard()[1]!.to - at).toBeLessThan(60);
    expect(home.last(alertId)).toMatchObject({ kind: 'interrupted', reason: 'stopped', resumes: 1 });
  });

  it('ALM-6: sounds nowhere if any one bit of it was changed, it was cut, it is over or not for this place', async () => {
    const { server, clock, heard, agent } = home;
    const { order, compact } = both(['flood-3']);
    const other = makeId('ar', new Uint8Array(8).fill(8));
    const forger = makeKey();
    const posing = { keyId: server.online.keyId, sign: (bytes: Uint8Array) => sign(null, bytes, forger.privateKey) };
    const frames = [
      seal({ ...order, targets: [other] }),
      seal({ ...order, except: [area] }),
      seal({
        ...order,
        broadcastId: makeId('al', new Uint8Array(8).fill(5)),
        issuedAt: clock.now() - 600_000,
        startAt: clock.now() - 590_000,
        expiresAt: clock.now() - 60_000,
      }),
      sealCompact(compactPlay(order, 1, server.library.clips)!, posing)!,
    ];
    for (let at = 1; at < compact.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Uint8Array.from(compact);
        changed[at]! ^= 1 << bit;
        frames.push(changed);
      }
      frames.push(compact.subarray(0, at));
    }
    expect(frames.length).toBeGreaterThan(900);
    for (const frame of frames) server.send(frame);
    await clock.advance(60_000);
    expect(heard()).toEqual([]);
    expect(agent.status()?.isUp).toBe(true);
    server.send(compact);
    await clock.advance(60_000);
    expect(heard()).toHaveLength(1);
  });
});
