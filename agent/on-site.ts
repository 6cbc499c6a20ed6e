// Somebody at the box, with or without a server: a preset's number in; out goes an emergency of the device's own making, that
// is journalled, reported and resumed as any other, and stopped by the way that started it.
import type { Fact } from '../protocol/delivery.ts';
import { deliveryId, makeId } from '../protocol/id.ts';
import type { OnSitePreset, Play } from '../protocol/order.ts';
import type { Time } from '../protocol/time.ts';
import type { ServerClock } from './clock.ts';
import type { DayCodes } from './day-code.ts';
import type { Director } from './director.ts';
import type { Faults } from './health.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Book, Held } from './plan.ts';

export type How = Extract<Fact, { kind: 'onSite' }>['how'];

/** A cut-off sound of this age is not taken up again. */
const HOLDS_MS = 15 * 60_000;
/** Who presses twice in fright means it once. */
const STOP_AFTER_MS = 3000;

export interface OnSite {
  presets(): readonly OnSitePreset[];
  /** Sounds it at once; `unknown` if there is no such preset, `already` if this way sounds it. */
  start(preset: number, how: How): 'started' | 'already' | 'unknown';
  /** Ends what was started at this box in this way; of this preset if it is named. */
  stop(how: How, preset?: number): boolean;
  /** A button or key: the first press sounds, the next one stops what the first started. */
  press(preset: number, how: How): void;
  /** The day's six digits. */
  codes: DayCodes;
}

/** A way to the box: opened once the device runs; the answer closes it. Rejects with what is wrong if it cannot be opened. */
export type Way = (room: WayRoom) => Promise<() => Promise<void>>;
interface WayRoom {
  site: OnSite;
  time: Time;
  faults: Faults;
  log: Log;
  /** What this place is called. */
  name: () => string;
}

/** Opens what can be opened; one that cannot is a fault and leaves the others be. The answer closes them. */
export async function openWays(ways: readonly Way[], room: WayRoom): Promise<() => Promise<void>> {
  const closers: (() => Promise<void>)[] = [];
  for (const way of ways) {
    try {
      closers.push(await way(room));
    } catch (error) {
      room.faults.fault('onSite', `a way to sound alerts on site is shut: ${String(error)}`);
    }
  }
  return async () => {
    for (const close of closers) await close();
  };
}

export function createOnSite(parts: {
  clusterId: string;
  time: Time;
  clock: ServerClock;
  random: (bytes: number) => Uint8Array;
  book: Book;
  journal: Journal;
  outbox: Outbox;
  director: Director;
  faults: Faults;
  codes: DayCodes;
  log: Log;
}): OnSite {
  const { clusterId, time, clock, book, director, log } = parts;
  /** When it was started, by the monotonic clock; nothing is known of what an earlier life started but that it was long ago. */
  const startedAt = new Map<string, number>();

  const presets = (): readonly OnSitePreset[] => book.settings()?.onSite?.presets ?? [];
  const sounding = (how: How, preset?: number): Held[] =>
    book.held().filter(({ by }) => by?.how === how && (preset === undefined || by.preset === preset));

  function orderOf(preset: OnSitePreset): Play {
    const now = Math.max(0, Math.round(clock.now()));
    return {
      broadcastId: makeId('al', parts.random(8)),
      revision: 1,
      class: 'emergency',
      title: preset.title,
      issuedAt: now,
      startAt: now,
      expiresAt: now + HOLDS_MS,
      targets: [clusterId],
      content: preset.content,
      volume: 100,
      passes: preset.passes,
      message: 'issue',
      ...(preset.siren !== undefined && { siren: preset.siren }),
    };
  }

  const site: OnSite = {
    presets,
    codes: parts.codes,
    start(number, how) {
      const preset = presets().find(each => each.number === number);
      if (!preset) {
        log.warn({ preset: number, how }, 'nothing is set up to be sounded on site by this number');
        return 'unknown';
      }
      if (sounding(how, number).length > 0) return 'already';
      const play = orderOf(preset);
      const { broadcastId, revision } = play;
      const { title } = preset;
      const by = { preset: number, how };
      log.warn({ broadcastId, ...by, title }, 'sounded on site');
      startedAt.set(broadcastId, time.monotonic());
      book.keep({ play, signed: null, by });
      parts.journal
        .add({ k: 'onSite', play, ...by })
        .catch((error: unknown) => parts.faults.fault('disk', String(error)));
      void parts.outbox.say({
        kind: 'onSite',
        broadcastId,
        revision,
        deliveryId: deliveryId(broadcastId, clusterId),
        title,
        ...by,
      });
      director.accept({ play, signed: null, by }, { doubtful: false, stored: true });
      return 'started';
    },
    stop(how, preset) {
      const orders = sounding(how, preset);
      for (const order of orders) director.withdraw(order, 'stopped', 'cancelled');
      if (orders.length > 0) log.warn({ how, stopped: orders.length }, 'stopped on site');
      return orders.length > 0;
    },
    press(preset, how) {
      const [on] = sounding(how, preset);
      if (!on) return void site.start(preset, how);
      const since = startedAt.get(on.play.broadcastId) ?? -Infinity;
      if (time.monotonic() - since >= STOP_AFTER_MS) site.stop(how, preset);
    },
  };
  return site;
}
