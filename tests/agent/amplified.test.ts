// Drives the amplifier's line through a whole agent: off at the start, on around sound, off after it, off when anything breaks.
import { describe, expect, it } from 'vitest';
import { amplified } from '../../agent/speaker/amplified.ts';
import { silentSpeaker } from '../../agent/speaker/silent.ts';
import type { Speaker } from '../../agent/speaker/speaker.ts';
import { house, tone } from '../support/agent-house.ts';
import { fakeClock } from '../support/fake-clock.ts';

const quietRoom = { render: () => undefined, fault: () => undefined, mended: () => undefined };

describe('the amplifier', () => {
  it('is open only around an order', async () => {
    const line: { at: number; on: boolean }[] = [];
    const made = await house();
    await made.again(made.disk, {
      speaker: () => amplified(silentSpeaker({ time: made.clock }), on => line.push({ at: made.clock.now(), on })),
    });
    const recording = made.server.hold(await tone(2));
    made.server.send(made.server.settings());
    await made.clock.advance(60_000);
    expect(line.map(change => change.on)).toEqual([false]);
    const startAt = made.clock.now() + 30_000;
    const content = [{ type: 'recording' as const, versions: [{ language: 'vi', recording, durationMs: 2000 }] }];
    made.server.send(made.server.play({ broadcastId: 'br_a', startAt, content }));
    await made.clock.advance(120_000);
    const [, opened, closed] = line;
    expect(line.map(change => change.on)).toEqual([false, true, false]);
    expect(opened!.at).toBeLessThanOrEqual(startAt);
    expect(startAt - opened!.at).toBeLessThan(30_000);
    expect(closed!.at).toBeGreaterThan(startAt + 2000);
  });

  it('is closed although the loudspeaker itself fails to close or to rest', async () => {
    const line: boolean[] = [];
    const failing: Speaker = {
      describe: 'failing',
      measures: false,
      open: async () => undefined,
      wake: () => undefined,
      rest() {
        throw new Error('gone');
      },
      close: () => Promise.reject(new Error('gone')),
    };
    const speaker = amplified(failing, on => line.push(on));
    await speaker.open(quietRoom);
    speaker.wake();
    expect(() => speaker.rest()).toThrow('gone');
    speaker.wake();
    await expect(speaker.close()).rejects.toThrow('gone');
    expect(line).toEqual([false, true, false, true, false]);
  });

  it('says that its line cannot be written, once, and when it can again', async () => {
    const said: string[] = [];
    let dead = true;
    const speaker = amplified(silentSpeaker({ time: fakeClock() }), () => {
      if (dead) throw new Error('no such line');
    });
    await speaker.open({
      render: () => undefined,
      fault: detail => said.push(detail),
      mended: () => said.push('mended'),
    });
    speaker.wake();
    dead = false;
    speaker.rest();
    expect(said).toEqual(['amplifier line: no such line', 'mended']);
  });
});
