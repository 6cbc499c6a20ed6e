// The agent from outside: parts passed in (time, disk, line, loudspeaker), so that sixty run in one process and tests drive days
// in milliseconds; enrolled if it is not yet, then running until it is stopped.
import { readCode } from '../protocol/device.ts';
import { enrol } from './enrol.ts';
import { type Identity, type IdentityStore, loadIdentity } from './identity.ts';
import type { AgentParts, AgentStatus, Running } from './parts.ts';
import { run } from './running.ts';

const ENROL_PAUSE_MS = 5000;

export type { AgentParts, AgentStatus };

export interface Agent {
  /** Resolves when the device is enrolled and runs; rejects with a sentence for the person at the device if it cannot. */
  start(): Promise<void>;
  /** Ends what sounds, says goodbye, closes the loudspeaker. */
  stop(reason: string): Promise<void>;
  /** Null until it runs. */
  status(): AgentStatus | null;
}

export function createAgent(parts: AgentParts): Agent {
  const { time, log } = parts;
  let running: Running | null = null;
  let stopped = false;
  return {
    status: () => running?.status() ?? null,
    async start() {
      const store = await loadIdentity(parts.disk, log);
      const identity = store.current() ?? (await becomeSomebody(store));
      if (identity && !stopped) running = await run(parts, store, identity);
    },
    async stop(reason) {
      stopped = true;
      await running?.stop(reason);
      running = null;
    },
  };

  /** Tries to enrol until it has worked or cannot; null if stopped meanwhile. */
  async function becomeSomebody(store: IdentityStore): Promise<Identity | null> {
    if (parts.code === undefined)
      throw new Error('this device is not enrolled yet: it needs an enrolment code (--code)');
    const code = readCode(parts.code);
    if (code === null) throw new Error('the enrolment code is not complete or has a wrong character in it');
    while (!stopped) {
      const result = await enrol({ ...parts, url: parts.serverUrl, key: store.key, code });
      if (result.ok) {
        log.info({ clusterId: result.clusterId }, 'enrolled');
        return store.enrolled(result.clusterId, result.root);
      }
      if (!result.again) throw new Error(`enrolment was refused: ${result.why}`);
      log.warn({ why: result.why }, 'enrolment did not work, trying again');
      await new Promise<void>(resolve => time.after(ENROL_PAUSE_MS, resolve));
    }
    return null;
  }
}
