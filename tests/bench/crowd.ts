// Thousands of agents in one process, each a bare socket that speaks just enough of the protocol: a signed hello, probes, and in
// answer to every order a `stored` fact, or `playing` at the start of an emergency. Questions of the benchmark flow in, moments on the shared clock flow out.
import type { z } from 'zod';
import { deliveryId } from '../../protocol/id.ts';
import type { Play } from '../../protocol/order.ts';
import { answerParent } from './child.ts';
import { sharedNow } from './clock.ts';
import { type CrowdAgent, createCrowdAgent } from './crowd-agent.ts';
import { type connected, crowdQuestion, type reported } from './words.ts';

/** Handshakes under way at a time, well below the listener's backlog. */
const AT_ONCE = 100;
/** As agents do; and as many slices of the crowd, so that probes come evenly. */
const PROBE_MS = 10_000;
const SLICES = 100;

const agents: CrowdAgent[] = [];
/** Of emergencies: those that wait for the start. */
const starts = new Map<string, (() => void)[]>();
const heard = new Map<string, { count: number; lastAt: number }>();
/** Facts said and not acknowledged, of the whole crowd. */
let outstanding = 0;
let lastRecordedAt = 0;
let line = { port: 0, tls: false };
let connection = 1;
let changed: () => void = () => undefined;

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) {
    await new Promise<void>(resolve => {
      changed = resolve;
    });
  }
};

function hear(agent: CrowdAgent, order: Play): void {
  const at = sharedNow();
  heard.set(order.broadcastId, { count: (heard.get(order.broadcastId)?.count ?? 0) + 1, lastAt: at });
  const { broadcastId, revision } = order;
  const about = { broadcastId, revision, deliveryId: deliveryId(broadcastId, agent.clusterId) };
  outstanding += 1;
  if (order.class !== 'emergency') return agent.say([{ kind: 'stored', ...about }]);
  // All sound at one moment, and say so.
  const sound = () => agent.say([{ kind: 'playing', ...about, startedAt: order.startAt }]);
  const wait = order.startAt - Date.now();
  if (wait <= 0) return sound();
  const waiting = starts.get(broadcastId);
  if (waiting) waiting.push(sound);
  else {
    const sounds = [sound];
    starts.set(broadcastId, sounds);
    setTimeout(() => {
      starts.delete(broadcastId);
      for (const each of sounds) each();
    }, wait);
  }
}

function recorded(count: number): void {
  outstanding -= count;
  if (outstanding > 0) return;
  lastRecordedAt = sharedNow();
  changed();
}

async function connect(port: number, tls: boolean, count: number): Promise<z.infer<typeof connected>> {
  const begun = sharedNow();
  let next = agents.length;
  const last = next + count;
  const one = async () => {
    while (next < last) {
      const number = next++;
      agents[number] = await createCrowdAgent({ number, port, tls, hear, recorded });
    }
  };
  line = { port, tls };
  let slice = 0;
  setInterval(() => {
    slice = (slice + 1) % SLICES;
    for (let at = slice; at < agents.length; at += SLICES) agents[at]?.probe();
  }, PROBE_MS / SLICES);
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return { ms: sharedNow() - begun };
}

async function reconnect(count: number): Promise<z.infer<typeof connected>> {
  const begun = sharedNow();
  const leaving = agents.slice(0, count);
  for (const agent of leaving) agent.drop();
  connection += 1;
  let next = 0;
  const one = async () => {
    while (next < count) {
      const number = next++;
      const seq = leaving[number]?.seq() ?? 0;
      agents[number] = await createCrowdAgent({ number, ...line, connection, seq, hear, recorded });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return { ms: sharedNow() - begun };
}

async function report(broadcasts: readonly string[], together: number): Promise<z.infer<typeof reported>> {
  const facts = broadcasts.length * agents.length;
  outstanding += facts;
  const firstSentAt = sharedNow();
  const now = Date.now();
  for (let from = 0; from < broadcasts.length; from += together) {
    for (const agent of agents) {
      agent.say(
        broadcasts.slice(from, from + together).map(broadcastId => ({
          kind: 'played',
          broadcastId,
          revision: 1,
          deliveryId: deliveryId(broadcastId, agent.clusterId),
          startedAt: now - 60_000,
          endedAt: now,
          proof: 'level',
          levelDbfs: -18.2,
        })),
      );
    }
  }
  await until(() => outstanding === 0);
  return { firstSentAt, lastRecordedAt, facts };
}

answerParent(crowdQuestion, async asked => {
  if (asked.do === 'connect') return connect(asked.port, asked.tls, asked.count);
  if (asked.do === 'reconnect') return reconnect(asked.count);
  if (asked.do === 'report') return report(asked.broadcasts, asked.together);
  await until(() => heard.get(asked.orderId)?.count === agents.length && outstanding === 0);
  return { lastHeardAt: heard.get(asked.orderId)?.lastAt, lastRecordedAt };
});
