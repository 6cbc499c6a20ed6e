// Drives a whole agent with over ten thousand forged, replayed, damaged, stale and misaddressed sentences, and listens at its
// loudspeaker: not one may be heard. After each kind of attack a genuine alert is heard, so the silence was not deafness.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Play } from '../../protocol/order.ts';
import { type AlarmHouse, alarmHouse } from '../support/alarm-house.ts';
import { certify, makeKey, signFrame, type TestKey } from '../support/keys.ts';
import { seeded } from '../support/tone.ts';

const MINUTE = 60_000;
const BATCH = 250;
const random = seeded(2017);
let tries = 0;
let home: AlarmHouse;
let genuine = 0;

beforeAll(async () => {
  home = await alarmHouse();
});
/** Puts these frames on the agent's line and waits until whatever they could start would have been heard. */
async function attack(frames: Iterable<Uint8Array>): Promise<number> {
  const before = home.heard().length;
  let waiting = 0;
  for (const frame of frames) {
    home.server.send(frame);
    tries++;
    if (++waiting % BATCH === 0) await home.clock.advance(100);
  }
  await home.clock.advance(2 * MINUTE);
  return home.heard().length - before;
}

/** The device is well and would have played. */
async function expectAlive(): Promise<void> {
  expect(home.agent.status()?.isUp).toBe(true);
  const before = home.heard().length;
  home.server.send(home.alert(['flood-3'], { broadcastId: `al_g${'abcdefghijklmnop'[genuine++]}` }));
  await home.clock.advance(10_000);
  expect(home.heard().length - before).toBe(1);
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const name = (prefix: string) =>
  `${prefix}_x${Array.from({ length: 12 }, () => letters[Math.floor(random() * 32)]).join('')}`;

/** An order that would sound here at once if it were believed. */
function tempting(change: Partial<Play> = {}): Play {
  const urgent = random() < 0.7;
  return {
    broadcastId: name(urgent ? 'al' : 'br'),
    revision: 1 + Math.floor(random() * 3),
    class: urgent ? 'emergency' : 'normal',
    title: 'Lũ về',
    issuedAt: home.clock.now(),
    startAt: home.clock.now() + Math.floor(random() * 1000),
    expiresAt: home.clock.now() + 5 * MINUTE,
    targets: ['cl_abc', 'ar_xa'],
    content: [{ type: 'clip', name: random() < 0.5 ? 'flood-3' : 'chime-alert', durationMs: 3000 }],
    volume: 100,
    ...(urgent ? { message: 'issue' as const } : {}),
    ...change,
  };
}
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe('ALM-6: nothing sounds by', () => {
  it('a key that nobody certified, under its own name or under the name of the right one', async () => {
    const forger = makeKey();
    const posing: TestKey = { ...forger, keyId: home.server.online.keyId };
    expect(await attack(many(1200, i => signFrame(i % 2 ? forger : posing, 'play', tempting())))).toBe(0);
    const settings = { clusterId: 'cl_abc', version: 99, name: '', areas: ['ar_x'], languages: ['vi'] };
    const others = many(300, i => signFrame(i % 2 ? forger : posing, i % 3 ? 'settings' : 'plan', settings));
    expect(await attack(others)).toBe(0);
    await expectAlive();
  });

  it('an order of which any one bit was changed', async () => {
    const frame = signFrame(home.server.online, 'play', tempting({ broadcastId: 'al_flip', class: 'emergency' }));
    function* flipped() {
      for (let at = 1; at < frame.length; at++)
        for (let bit = 0; bit < 8; bit++) {
          const changed = Uint8Array.from(frame);
          changed[at]! ^= 1 << bit;
          yield changed;
        }
    }
    expect(await attack(flipped())).toBe(0);
    await expectAlive();
  });

  it('an order that was cut short, grew, or is noise', async () => {
    const frame = signFrame(home.server.online, 'play', tempting({ broadcastId: 'al_cut', class: 'emergency' }));
    expect(await attack(many(frame.length - 1, length => frame.subarray(0, length + 1)))).toBe(0);
    expect(await attack(many(100, count => Buffer.concat([frame, Buffer.alloc(count + 1, 32)])))).toBe(0);
    const noise = many(1000, () =>
      Uint8Array.from({ length: 40 + Math.floor(random() * 400) }, (_, i) =>
        i === 0 ? 1 : i === 1 ? Math.floor(random() * 6) : Math.floor(random() * 256),
      ),
    );
    expect(await attack(noise)).toBe(0);
    await expectAlive();
  });

  it('a sentence of another kind than it was signed as', async () => {
    const { online } = home.server;
    const kinds = ['play', 'stop', 'plan', 'settings', 'welcome'] as const;
    const wrong = many(1000, i => {
      const frame = Uint8Array.from(signFrame(online, kinds[1 + (i % 4)]!, tempting()));
      // Either what was signed for something else is said to be an order, or it comes as what it is.
      if (i % 3) frame[1] = 0;
      return frame;
    });
    expect(await attack(wrong)).toBe(0);
    await expectAlive();
  });

  it('orders for others, orders that are over, and orders beyond the key', async () => {
    const { online } = home.server;
    const foreign = many(700, i => {
      const targets = i % 2 ? ['cl_abd', 'ar_x'] : ['ar_xa'];
      return signFrame(online, 'play', tempting({ targets, ...(i % 2 ? {} : { except: ['cl_abc'] }) }));
    });
    expect(await attack(foreign)).toBe(0);
    const past = many(700, () => {
      const ago = home.clock.now() - 3000 * (1 + random());
      return signFrame(online, 'play', tempting({ issuedAt: ago - 60_000, startAt: ago - 30_000, expiresAt: ago }));
    });
    expect(await attack(past)).toBe(0);
    await expectAlive();
  });

  it('everything that was ever heard on the line, again, in any order, after a restart and with a new journal', async () => {
    const { server, clock } = home;
    const recorded = home.cable.record();
    for (let i = 0; i < 30; i++) {
      server.send(signFrame(server.online, 'play', tempting({ broadcastId: `${i % 2 ? 'al' : 'br'}_r${letters[i]}` })));
      if (i % 5 === 0) server.send(home.alert(['all-clear'], { broadcastId: `al_r${letters[i]}`, revision: 9 }));
      if (i % 7 === 0) server.send(server.stop({ broadcastId: `al_r${letters[i]}` }));
      await clock.advance(20_000);
    }
    const frames = recorded.filter((data): data is Uint8Array => typeof data !== 'string' && data[0] === 1);
    expect(frames.length).toBeGreaterThan(30);
    const again = (count: number) => many(count, () => frames[Math.floor(random() * frames.length)]!);
    expect(await attack(again(1000))).toBe(0);
    await home.again();
    expect(await attack(again(500))).toBe(0);
    // A replaced card: everything that was ordered is past its own end by now.
    await clock.advance(10 * MINUTE);
    home.disk.remove('journal.jsonl');
    await home.again(home.disk);
    server.send(server.settings());
    expect(await attack(again(500))).toBe(0);
    await expectAlive();
  });

  it('a key whose certificate is over or whose epoch is', async () => {
    const { server, clock } = home;
    const old = makeKey();
    const short = certify(server.root, old, { notAfter: clock.now() + 10 * MINUTE });
    server.welcomeAs = { certificate: short };
    const former = server.online;
    // The server speaks with the old key for a while, so that the agent knows it.
    server.online = old;
    home.cable.cut();
    home.cable.heal();
    await clock.advance(MINUTE);
    expect(home.agent.status()?.isUp).toBe(true);
    server.online = former;
    await clock.advance(15 * MINUTE);
    expect(await attack(many(300, () => signFrame(old, 'play', tempting())))).toBe(0);
    server.welcomeAs = { certificate: certify(server.root, former, { epoch: 7 }) };
    home.cable.cut();
    home.cable.heal();
    await clock.advance(MINUTE);
    expect(await attack(many(400, () => signFrame(old, 'play', tempting())))).toBe(0);
    await expectAlive();
  });

  it('a server that answers with recorded welcomes, to a device whose clock was set back', async () => {
    const { server, clock } = home;
    const order = tempting({ broadcastId: 'al_then', class: 'emergency' });
    const welcomes = home.cable.record();
    home.cable.cut();
    home.cable.heal();
    await clock.advance(MINUTE);
    const then = clock.now();
    const old = welcomes.filter((data): data is Uint8Array => typeof data !== 'string' && data[0] === 1);
    expect(old.length).toBeGreaterThan(0);
    await clock.advance(60 * MINUTE);
    // From now on whoever answers has no key: it replays the welcome of an hour ago and orders of that time.
    const genuineKey = server.online;
    server.online = { ...makeKey(), keyId: genuineKey.keyId };
    const heard = home.heard().length;
    home.rtcOffMs = then - clock.now();
    await home.again();
    for (let i = 0; i < 20; i++) {
      for (const wire of server.wires) {
        for (const frame of [...old, signFrame(genuineKey, 'play', order)]) {
          wire.send(frame);
          tries++;
        }
      }
      await clock.advance(MINUTE);
    }
    expect(home.heard()).toHaveLength(heard);
    server.online = genuineKey;
    await home.again();
    await clock.advance(MINUTE);
    await expectAlive();
  });

  it('any of over 10,000 tries in all', () => {
    expect(tries).toBeGreaterThanOrEqual(10_000);
  });
});
