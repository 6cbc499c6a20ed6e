// A running agent: its parts loaded from the disk, joined to one another, and started.
import { z } from 'zod';
import { readAudioFrame } from '../protocol/chunk.ts';
import { makeId } from '../protocol/id.ts';
import { every } from '../protocol/time.ts';
import { type Cache, openCache } from './cache.ts';
import { createClock } from './clock.ts';
import { createDayCodes } from './day-code.ts';
import { createDirector } from './director.ts';
import { createFaults, createHealth } from './health.ts';
import type { Identity, IdentityStore } from './identity.ts';
import { openJournal } from './journal.ts';
import { loadKept } from './kept.ts';
import { createLink } from './link.ts';
import { condense, remember } from './memory.ts';
import { createOnSite, openWays } from './on-site.ts';
import { createOrders } from './orders.ts';
import { createOutbox } from './outbox.ts';
import type { AgentParts, Running } from './parts.ts';
import { createBook } from './plan.ts';
import { createProgramme } from './programme.ts';
import { createReader } from './reading.ts';
import { createTransfer } from './transfer.ts';
import { createTrust } from './trust.ts';
import { createWelcoming, loadServer } from './welcoming.ts';

const DAY_MS = 24 * 3600_000;
const CONDENSE_BYTES = 256 * 1024;
const DEFAULT_CACHE_BYTES = 512 * 1024 * 1024;

/** Resolves when everything is loaded, what was held is held again, and the first connection is being dialled. */
export async function run(parts: AgentParts, store: IdentityStore, identity: Identity): Promise<Running> {
  const { time, disk, random, log } = parts;
  const { clusterId } = identity;
  const server = await loadServer(disk, log);
  const connections = await loadKept({ disk, path: 'connection.json', shape: z.int().nonnegative(), initial: 0, log });
  const clock = createClock({ time, floor: server.value().floor });
  const trust = createTrust(identity.root, server.value().trust);
  const journal = await openJournal({ disk, makeId: () => makeId('jo', random(8)), log });
  const lines = await journal.read();
  const book = createBook(clusterId);
  const clips = () => [...(server.value().library?.clips ?? []), ...(book.settings()?.clips ?? [])];
  const read = createReader({ trust, clips });
  const past = remember(lines, book, read);

  const outbox = createOutbox({
    journal,
    lines,
    time,
    clock,
    log,
    send: facts => link.say({ t: 'facts', journalId: journal.id, facts }),
  });
  const faults = createFaults(outbox, log);
  const speaker = parts.speaker(clock);

  const cache: Cache = await openCache({
    disk,
    log,
    limit: parts.cacheLimit ?? DEFAULT_CACHE_BYTES,
    now: () => clock.now(),
    changed: recording => {
      director?.audioChanged(recording);
      if (cache.missing().length > 0) return;
      faults.mended('cache');
      sayApplied();
    },
    spoilt: recording => faults.fault('cache', `recording ${recording} was spoilt on disk and is fetched again`),
  });
  const programme = createProgramme({ book, cache, library: () => server.value().library, now: clock.now });
  let director: ReturnType<typeof createDirector> | null = null;
  const directed = createDirector({
    time,
    clock,
    clusterId,
    book,
    cache,
    programme,
    journal,
    outbox,
    speaker: () => speaker,
    faults,
    log,
    changed: look,
  });
  director = directed;
  const transfer = createTransfer({
    time,
    cache,
    log,
    ask: message => link.say(message),
    rttMs: () => link.rttMs(),
    full: full => (full ? faults.fault('disk', 'no room for recordings') : faults.mended('disk')),
  });
  const welcoming = createWelcoming({
    time,
    clock,
    server,
    trust,
    journal,
    book,
    outbox,
    faults,
    director: directed,
    past,
    renew: () => link.renew(),
  });
  const orders = createOrders({
    clusterId,
    time,
    clock,
    read,
    book,
    journal,
    outbox,
    director: directed,
    faults,
    log,
    isDoubtful: welcoming.isDoubtful,
    applied: sayApplied,
  });

  const libraryVersion = (): number =>
    programme.clips().every(cache.isWhole) ? (server.value().library?.version ?? 0) : 0;
  const versions = () => ({
    settingsVersion: book.settings()?.version ?? 0,
    planVersion: book.planVersion(),
    libraryVersion: libraryVersion(),
  });
  const account = () => ({
    software: parts.software ?? 'loa',
    speaker: speaker.describe,
    speakerOk: !faults.has('speaker'),
    cacheBytes: cache.bytes(),
    cacheLimit: cache.limit,
    clockUncertaintyMs: clock.uncertaintyMs(),
    playing: directed.playing(),
  });

  const link = createLink({
    time,
    random,
    dial: parts.dial,
    url: parts.serverUrl,
    sign: store.key.sign,
    clock,
    log,
    on: {
      greeting: () => ({
        clusterId,
        journalId: journal.id,
        acknowledged: outbox.acknowledged(),
        ...versions(),
        health: account(),
      }),
      async nextConnection() {
        await connections.set(connections.value() + 1);
        return connections.value();
      },
      welcome(frame, nonce, askedAt) {
        const read = trust.welcome(frame, { nonce, clusterId });
        if (read.ok) {
          welcoming.take(read.welcome, askedAt);
          orders.review();
          directed.review();
        } else log.error({ why: read.why }, 'a welcome that is not to be trusted');
        return read.ok;
      },
      up() {
        outbox.up();
        transfer.up();
        sayApplied();
        look();
      },
      down() {
        outbox.down();
        transfer.down();
      },
      sentence: orders.take,
      audio(frame) {
        const read = readAudioFrame(frame);
        if (read?.type === 'list') void transfer.list(read.recording, read.bytes);
        else if (read) void transfer.audio(read.recording, read.offset, read.bytes);
      },
      word(word) {
        if (word.t === 'noRecording') transfer.unknown(word.recording);
        else if (word.t === 'recorded' && word.journalId === journal.id) outbox.recorded(word.seq);
      },
      turnedAway(code, reason) {
        faults.fault('link', `the server turned this device away (${code}${reason ? `: ${reason}` : ''})`);
      },
      isNear: () => directed.isNear(),
    },
  });
  const health = createHealth({ time, read: account, send: said => link.say({ t: 'health', health: said }) });

  function sayApplied(): void {
    if (link.isUp()) link.say({ t: 'applied', ...versions() });
    look();
  }

  /** What should be fetched, probed and told follows from what is held. */
  let looking = false;
  function look(): void {
    if (looking) return;
    looking = true;
    queueMicrotask(() => {
      looking = false;
      cache.want(programme.needs(), new Set(programme.clips()));
      transfer.poke();
      link.pace();
      health.changed();
    });
  }

  for (const { order, startedAt } of past.cutOff) directed.ended(order, startedAt, 'restart', 'refused');
  for (const { order, startedAt, reason, word } of past.withdrawn) directed.ended(order, startedAt, reason, word);
  for (const { order, ...before } of past.open) {
    directed.accept(order, {
      ...before,
      doubtful: order.play.class !== 'emergency' && welcoming.isDoubtful(order.play.issuedAt),
    });
  }
  if (journal.bytes() > CONDENSE_BYTES) await journal.rewrite(all => condense(all, book, clock.now()));
  const stopHousekeeping = every(time, DAY_MS, () => {
    book.prune(clock.now());
    journal
      .rewrite(all => condense(all, book, clock.now()))
      .catch((error: unknown) => faults.fault('disk', String(error)));
  });

  await speaker.open({
    render: directed.render,
    fault(detail) {
      faults.fault('speaker', detail);
      directed.tell({ type: 'speaker', ok: false });
    },
    mended() {
      faults.mended('speaker');
      directed.tell({ type: 'speaker', ok: true });
    },
  });
  directed.review();
  const codes = createDayCodes({
    time,
    clock,
    settings: () => book.settings(),
    guessed: guessing => (guessing ? faults.fault('codes', 'wrong codes are typed on site') : faults.mended('codes')),
  });
  const site = createOnSite({
    clusterId,
    time,
    clock,
    random,
    book,
    journal,
    outbox,
    director: directed,
    faults,
    codes,
    log,
  });
  link.start();
  const name = () => book.settings()?.name ?? clusterId;
  const closeWays = await openWays(parts.ways ?? [], { site, time, faults, log, name });

  return {
    status: () => ({
      clusterId,
      isUp: link.isUp(),
      serverTime: clock.now(),
      clockUncertaintyMs: clock.uncertaintyMs(),
      playing: directed.playing(),
      held: book.held().map(({ play }) => ({ broadcastId: play.broadcastId, revision: play.revision })),
      ...versions(),
      speakerOk: !faults.has('speaker'),
    }),
    async stop(reason) {
      await closeWays();
      directed.tell({ type: 'shutdown' });
      const silenced = speaker.close();
      await orders.settled();
      await outbox.settled();
      health.stop();
      transfer.stop();
      stopHousekeeping();
      await link.stop(reason);
      directed.close();
      await silenced;
    },
  };
}
