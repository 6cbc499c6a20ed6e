// The test of one cluster: the opening chime as an ordinary order through the one gate, quietly or without any sound.
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Actor } from '../people/rights.ts';
import type { StoredBroadcast } from '../store/broadcasts.ts';
import type { Acceptance } from './acceptance.ts';

const TITLE = 'Thử loa';
const CHIME = 'chime-open';
const TEST_VOLUME = 40;

export interface Trial {
  /** Sends the test; `silent` runs the whole path at volume 0. The answer is its broadcast. Throws the gate's refusal. */
  test(actor: Actor, clusterId: string, silent: boolean): Promise<StoredBroadcast>;
}

export function createTrial(parts: {
  time: Time;
  random: (bytes: number) => Uint8Array;
  acceptance: Acceptance;
}): Trial {
  return {
    async test(actor, clusterId, silent) {
      const broadcast: StoredBroadcast = {
        id: makeId('br', parts.random(8)),
        title: TITLE,
        class: 'normal',
        state: 'approved',
        areaId: '',
        content: [{ chime: CHIME }],
        frozen: null,
        targets: [clusterId],
        targetNames: [],
        startAt: null,
        durationMs: 0,
        expiresAt: null,
        volume: silent ? 0 : TEST_VOLUME,
        passes: 1,
        revision: 0,
        scheduleId: null,
        scheduleDay: null,
        createdBy: actor.accountId,
        createdAt: parts.time.now(),
        approvedBy: null,
        approvedAt: null,
        approvedDigest: null,
        returnedReason: null,
        acceptedAt: null,
        stoppedAt: null,
        stoppedBy: null,
        clusters: 1,
        unreachable: [],
      };
      const accepted = await parts.acceptance.accept(broadcast, { actor, approved: null, isNew: true, test: true });
      return accepted.broadcast;
    },
  };
}
