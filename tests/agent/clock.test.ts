// Drives the clock with probes of unlike delay, a drifting crystal and wrong wall clocks.
import { expect, test } from 'vitest';
import { createClock } from '../../agent/clock.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { seeded } from '../support/tone.ts';

const DAY = 24 * 3600_000;

test('C1, TIM-3: before any welcome time is the later of the machine’s clock and the floor, and routine may not trust it', () => {
  const time = fakeClock();
  const old = createClock({ time: time.skewed(-20 * 365 * DAY), floor: time.now() - 1000 });
  expect(old.now()).toBe(time.now() - 1000);
  expect(old.uncertaintyMs()).toBeNull();
  expect(old.isKnown()).toBe(false);
  expect(createClock({ time, floor: 0 }).now()).toBe(time.now());
});

test('C2 the true offset stands within the uncertainty, whatever the delays are', async () => {
  const time = fakeClock();
  const random = seeded(7);
  const OFFSET = 123_456_789.5;
  const clock = createClock({ time, floor: 0 });
  const t0 = time.monotonic();
  await time.advance(40);
  clock.welcomed(Math.floor(t0 + 20 + OFFSET), t0, time.monotonic());
  for (let i = 0; i < 200; i++) {
    const sentAt = time.monotonic();
    const up = 2 + 60 * random() ** 3;
    const down = 2 + 60 * random() ** 3;
    await time.advance(up + down);
    const received = sentAt + up + OFFSET;
    clock.probed({ sentAt, receivedAt: received, repliedAt: received, arrivedAt: time.monotonic() });
    const off = Math.abs(clock.now() - (time.monotonic() + OFFSET));
    expect(off).toBeLessThanOrEqual(clock.uncertaintyMs()! + 1e-3);
    await time.advance(250);
  }
  expect(clock.uncertaintyMs()).toBeLessThan(5);
});

test('C3 uncertainty grows while nothing is heard', async () => {
  const time = fakeClock();
  const clock = createClock({ time, floor: 0 });
  clock.welcomed(time.now(), time.monotonic(), time.monotonic());
  const fresh = clock.uncertaintyMs()!;
  await time.advance(DAY);
  expect(clock.uncertaintyMs()! - fresh).toBeCloseTo(DAY * 50e-6, 0);
});

test('C4 a jump of over a day counts only when a second welcome says the same 10 minutes later', async () => {
  const time = fakeClock();
  const wrong = time.skewed(-400 * DAY);
  const clock = createClock({ time: wrong, floor: time.now() - 90 * DAY });
  expect(clock.welcomed(time.now(), time.monotonic(), time.monotonic())).toEqual({ floor: null });
  expect(clock.isKnown()).toBe(false);
  expect(clock.secondWelcomeFrom()).toBe(time.monotonic() + 600_000);
  await time.advance(300_000);
  clock.welcomed(time.now(), time.monotonic(), time.monotonic());
  expect(clock.isKnown()).toBe(false);
  await time.advance(301_000);
  expect(clock.welcomed(time.now(), time.monotonic(), time.monotonic()).floor).toBe(time.now());
  expect(clock.isKnown()).toBe(true);
  expect(Math.abs(clock.now() - time.now())).toBeLessThan(2);
});

test('C5 a device that lay in a drawer but kept its own time is welcomed at once', () => {
  const time = fakeClock();
  const clock = createClock({ time, floor: time.now() - 90 * DAY });
  expect(clock.welcomed(time.now(), time.monotonic(), time.monotonic()).floor).toBe(time.now());
  expect(clock.isKnown()).toBe(true);
});
