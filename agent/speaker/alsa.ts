// A loudspeaker on a sound card: kept fed in small steps with a short queue, and read for when a written frame will be heard.
// A card that is gone is said and opened again until it is back.
import type { Time } from '../../protocol/time.ts';
import { createCardClock } from './card-clock.ts';
import { type Card, openCard } from './libasound.ts';
import { SAMPLE_RATE, type Speaker, type SpeakerRoom } from './speaker.ts';

/** What is queued ahead of the ear: at most 80 ms may still sound when something is cut off. */
const FILL_MS = 70;
const QUEUE_MS = 100;
const TICK_MS = 10;
const REOPEN_MS = 5000;
const CHECK_MS = 15_000;
/** A status that took longer to read says nothing exact. */
const EXACT_MS = 0.5;

export function alsaSpeaker(parts: { time: Time; device: string }): Speaker {
  const { time, device } = parts;
  const fill = (FILL_MS * SAMPLE_RATE) / 1000;
  const block = new Int16Array(fill);
  let room: SpeakerRoom | null = null;
  let card: Card | null = null;
  let awake = false;
  let faulty = false;
  let running = false;
  let written = 0;
  let heard = createCardClock(SAMPLE_RATE);
  let cancel: () => void = () => undefined;

  function broken(why: string): void {
    if (room === null) return;
    card?.close();
    card = null;
    running = false;
    if (!faulty) room.fault(why);
    faulty = true;
    cancel();
    cancel = time.after(REOPEN_MS, () => void reopen());
  }

  async function reopen() {
    const opened = await openCard(device, SAMPLE_RATE, QUEUE_MS);
    if (!opened.ok) return broken(opened.why);
    // Closed while it opened.
    if (room === null) return opened.card.close();
    card = opened.card;
    running = false;
    if (faulty) room.mended();
    faulty = false;
    tick();
  }

  /** After an underrun or a rest: the queue is empty and the card's position counts from nought. */
  function restart(): boolean {
    const ready = card?.prepare();
    if (!ready?.ok) {
      broken(ready?.why ?? `${device}: not open`);
      return false;
    }
    written = 0;
    heard = createCardClock(SAMPLE_RATE);
    block.fill(0);
    const first = card?.write(block);
    if (!first?.ok) {
      broken(first?.why ?? `${device}: not open`);
      return false;
    }
    written += first.frames;
    card?.start();
    running = true;
    return true;
  }

  function tick() {
    cancel();
    if (room === null || card === null) return;
    if (!awake) {
      // A card that is pulled out while nothing sounds is noticed by asking.
      const ready = card.prepare();
      if (!ready.ok) return broken(ready.why);
      cancel = time.after(CHECK_MS, tick);
      return;
    }
    if (!running && !restart()) return;
    feed();
    if (card !== null) cancel = time.after(TICK_MS, tick);
  }

  function feed(): void {
    if (card === null || room === null) return;
    const before = time.monotonic();
    const status = card.status();
    const after = time.monotonic();
    if (!status.ok) {
      // An underrun mends itself by starting anew; a card that is gone does not.
      running = false;
      if (restart()) return;
      return;
    }
    if (after - before < EXACT_MS) heard.saw((before + after) / 2, written - status.delay);
    const frames = Math.min(fill - status.delay, status.room, block.length);
    if (frames < 1) return;
    const samples = block.subarray(0, frames);
    room.render(samples, heard.whenHeard(written) ?? after + (status.delay * 1000) / SAMPLE_RATE);
    const taken = card.write(samples);
    if (!taken.ok) running = false;
    else written += taken.frames;
  }

  return {
    describe: `alsa:${device}`,
    measures: true,
    async open(opened) {
      room = opened;
      await reopen();
    },
    wake() {
      if (awake) return;
      awake = true;
      if (card !== null) tick();
    },
    rest() {
      if (!awake) return;
      awake = false;
      running = false;
      card?.drop();
      if (card !== null) tick();
    },
    async close() {
      room = null;
      cancel();
      card?.drop();
      card?.close();
      card = null;
    },
  };
}
