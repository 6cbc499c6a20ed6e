// One agent of the crowd: dials, proves its key, waits for the welcome, then hears orders and says facts.
import { randomBytes, sign } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';
import type { Fact } from '../../protocol/delivery.ts';
import { type FromAgent, type FromServer, helloTranscript } from '../../protocol/device.ts';
import { bodyJson, readEnvelope, signedBytes } from '../../protocol/envelope.ts';
import { type Play, play } from '../../protocol/order.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { afterHandshake, handshake, readFrames, textFrame } from './frames.ts';
import { clusterIdOf, privateKeyOf } from './identity.ts';

const JOURNAL = 'jo_bench';
const HOST = '127.0.0.1';
const versioned = z.object({ version: z.int() });

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Draft = Without<Fact, 'seq' | 'at' | 'uncertaintyMs'>;

export interface CrowdAgent {
  clusterId: string;
  /** Of its last fact. */
  seq(): number;
  /** One message. */
  say(drafts: Draft[]): void;
  probe(): void;
  /** Ends the connection as a lost network does. */
  drop(): void;
}

/** Resolves when it is welcomed. A connection that closes is an uncaught error: the crowd is worth nothing without it. */
export function createCrowdAgent(parts: {
  number: number;
  port: number;
  tls: boolean;
  /** Rises with every connection of the same device; facts go on counting from `seq`. */
  connection?: number;
  seq?: number;
  hear: (agent: CrowdAgent, order: Play) => void;
  /** So many facts more are acknowledged. */
  recorded: (count: number) => void;
}): Promise<CrowdAgent> {
  const { number, port } = parts;
  const clusterId = clusterIdOf(number);
  const socket: Socket = parts.tls
    ? connectTls({ host: HOST, port, rejectUnauthorized: false })
    : connectTcp({ host: HOST, port });
  socket.setNoDelay(true);
  let rest: Buffer | null = null;
  let isOpen = false;
  let seq = parts.seq ?? 0;
  let acknowledged = seq;
  let dropped = false;
  let probes = 0;
  const held = { settingsVersion: 0, planVersion: 0, libraryVersion: 1 };

  const tell = (message: FromAgent) => socket.write(textFrame(JSON.stringify(message)));
  const agent: CrowdAgent = {
    clusterId,
    seq: () => seq,
    say(drafts) {
      const at = Date.now();
      const facts: Fact[] = drafts.map(draft => ({ ...draft, seq: ++seq, at, uncertaintyMs: 2 }));
      tell({ t: 'facts', journalId: JOURNAL, facts });
    },
    probe: () => tell({ t: 'probe', n: ++probes, sentAt: performance.now(), rttMs: 1, uncertaintyMs: 1 }),
    drop() {
      dropped = true;
      socket.destroy();
    },
  };

  function greet(challenge: string): void {
    const said = {
      protocol: PROTOCOL_VERSION,
      clusterId,
      connection: parts.connection ?? 1,
      nonce: randomBytes(18).toString('base64url'),
      journalId: JOURNAL,
      acknowledged: 0,
      ...held,
    };
    const health = {
      software: 'bench',
      speaker: 'none',
      speakerOk: true,
      cacheBytes: 0,
      cacheLimit: 1,
      clockUncertaintyMs: 2,
      playing: null,
    };
    const transcript = signedBytes('hello', helloTranscript(challenge, said));
    tell({ t: 'hello', ...said, health, signature: sign(null, transcript, privateKeyOf(number)).toString('base64') });
  }

  return new Promise((resolve, reject) => {
    function hearText(said: FromServer): void {
      if (said.t === 'challenge') greet(said.nonce);
      else if (said.t === 'recorded' && said.seq > acknowledged) {
        parts.recorded(said.seq - acknowledged);
        acknowledged = said.seq;
      } else if (said.t === 'goodbye') throw new Error(`the server said goodbye: ${said.reason}`);
    }

    function hearBinary(payload: Buffer): void {
      const envelope = readEnvelope(payload);
      if (envelope?.kind === 'welcome') resolve(agent);
      else if (envelope?.kind === 'play') parts.hear(agent, orderIn(envelope.signature, envelope.body));
      else if (envelope?.kind === 'settings' || envelope?.kind === 'plan') {
        held[`${envelope.kind}Version`] = versioned.parse(bodyJson(envelope.body)).version;
        tell({ t: 'applied', ...held });
      }
    }

    socket.on(parts.tls ? 'secureConnect' : 'connect', () => socket.write(handshake(`${HOST}:${port}`)));
    socket.on('error', reject);
    socket.on('close', () => {
      if (!dropped) throw new Error(`the connection of agent ${number} was closed`);
    });
    socket.on('data', (data: Buffer) => {
      let bytes = rest ? Buffer.concat([rest, data]) : data;
      if (!isOpen) {
        const after = afterHandshake(bytes);
        rest = after ? null : bytes;
        if (!after) return;
        isOpen = true;
        bytes = after;
      }
      rest = readFrames(bytes, (type, payload) => {
        if (type === 'text') hearText(JSON.parse(payload.toString('utf8')));
        else if (type === 'binary') hearBinary(payload);
        else throw new Error(`the server closed: ${payload.subarray(2).toString('utf8')}`);
      });
    });
  });
}

/** Everybody gets the same bytes; they are read once. A real agent verifies them, which costs this machine nothing. */
let lastOrder: { signature: Buffer; order: Play } | null = null;
function orderIn(signature: Uint8Array, body: Uint8Array): Play {
  if (!lastOrder?.signature.equals(signature)) {
    lastOrder = { signature: Buffer.from(signature), order: play.parse(bodyJson(body)) };
  }
  return lastOrder.order;
}
