// Real agents at this station: their files in a folder, their line a WebSocket, their loudspeaker silent but listened to.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Agent, createAgent } from '../../agent/agent.ts';
import { dialWebSocket } from '../../agent/dial.ts';
import { fileDisk } from '../../agent/disk.ts';
import { silentSpeaker } from '../../agent/speaker/silent.ts';
import { systemTime } from '../../protocol/time.ts';
import { listLog } from '../support/agent-house.ts';

/** Of 32767; the chime and speech lie far above it. */
const LOUD = 300;

export interface Pole {
  id: string;
  name: string;
  log: string[];
  /** Samples that were loud enough to hear, and when the last of them sounded, UTC ms. */
  heard: { samples: number; lastAt: number };
  /** Version of the emergency library that it holds whole; 0: none yet. */
  library(): number;
  on(): Promise<void>;
  off(): Promise<void>;
}

/** What a device says of itself. */
export interface Box {
  software?: string;
  /** What it calls its loudspeaker. */
  describe?: string;
  /** What it says is wrong with its loudspeaker. */
  fault?: string;
}

/** Off until it is switched on. The code is needed at the first time. */
export function raisePole(parts: { id: string; name: string; code: string; folder: string; url: string } & Box): Pole {
  const { id, name } = parts;
  const disk = join(parts.folder, id);
  mkdirSync(disk, { recursive: true });
  const heard = { samples: 0, lastAt: 0 };
  const log: string[] = [];
  const listen = (samples: Int16Array, heardAt: number): void => {
    for (let i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i] ?? 0) < LOUD) continue;
      heard.samples++;
      heard.lastAt = systemTime.now() - systemTime.monotonic() + heardAt + i / 48;
    }
  };
  let agent: Agent | null = null;
  return {
    id,
    name,
    log,
    heard,
    library: () => agent?.status()?.libraryVersion ?? 0,
    async on() {
      agent = createAgent({
        time: systemTime,
        random: randomBytes,
        disk: fileDisk(disk),
        dial: dialWebSocket,
        speaker() {
          const silent = silentSpeaker({ time: systemTime, tap: listen });
          return {
            ...silent,
            describe: parts.describe ?? silent.describe,
            async open(room) {
              await silent.open(room);
              if (parts.fault !== undefined) room.fault(parts.fault);
            },
          };
        },
        log: listLog(log),
        serverUrl: parts.url,
        code: parts.code,
        software: parts.software,
      });
      await agent.start();
    },
    async off() {
      await agent?.stop('shutdown');
      agent = null;
    },
  };
}
