// What an agent is made of and what it shows of itself.
import type { Time } from '../protocol/time.ts';
import type { ServerClock } from './clock.ts';
import type { Dial } from './dial.ts';
import type { Disk } from './disk.ts';
import type { Log } from './log.ts';
import type { Way } from './on-site.ts';
import type { Speaker } from './speaker/speaker.ts';

export interface AgentParts {
  time: Time;
  random: (bytes: number) => Uint8Array;
  disk: Disk;
  dial: Dial;
  /** Made once server time can be asked for; the clock knows none before the first welcome. */
  speaker: (clock: ServerClock) => Speaker;
  log: Log;
  /** ws: or wss:, with the path. */
  serverUrl: string;
  /** Needed once, to enrol. */
  code?: string | undefined;
  /** For recordings, bytes. */
  cacheLimit?: number | undefined;
  software?: string | undefined;
  /** How somebody at the box may sound an alert without a server. */
  ways?: readonly Way[] | undefined;
}

export interface AgentStatus {
  clusterId: string;
  isUp: boolean;
  serverTime: number;
  clockUncertaintyMs: number | null;
  playing: string | null;
  /** Orders held and not finished. */
  held: { broadcastId: string; revision: number }[];
  settingsVersion: number;
  planVersion: number;
  libraryVersion: number;
  speakerOk: boolean;
}

export interface Running {
  stop(reason: string): Promise<void>;
  status(): AgentStatus;
}
