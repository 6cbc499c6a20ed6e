// The agent's half of the protocol, by hand: it says what a test tells it to, and keeps what it hears.
import { randomBytes } from 'node:crypto';
import type { Fact } from '../../protocol/delivery.ts';
import { type FromServer, fromServer, type Hello, helloTranscript } from '../../protocol/device.ts';
import { bodyJson, readEnvelope } from '../../protocol/envelope.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Wire } from '../../protocol/wire.ts';
import type { Cable } from './cable.ts';
import { makeKey, signBytes, type TestKey } from './keys.ts';

export interface FakeAgent {
  key: TestKey;
  /** Everything heard in text, and the bodies of envelopes with their kind. */
  words: FromServer[];
  orders: { kind: string; body: Record<string, unknown>; bytes: Uint8Array }[];
  audio: Uint8Array[];
  closed: { code: number; reason: string }[];
  connect(): Promise<void>;
  /** Answers the last challenge. */
  hello(change?: Partial<Hello>): void;
  tell(message: unknown): void;
  facts(facts: Partial<Fact>[]): void;
  wire(): Wire;
}

export function fakeAgent(cable: Cable, clusterId: string, key: TestKey = makeKey()): FakeAgent {
  let wire: Wire | null = null;
  let connection = 0;
  const here = (): Wire => {
    if (!wire) throw new Error('not connected');
    return wire;
  };
  const agent: FakeAgent = {
    key,
    words: [],
    orders: [],
    audio: [],
    closed: [],
    wire: here,
    async connect() {
      wire = await cable.dial('', {
        message(data) {
          if (typeof data === 'string') return agent.words.push(fromServer.parse(JSON.parse(data)));
          const envelope = readEnvelope(data);
          if (!envelope) return agent.audio.push(data);
          agent.orders.push({
            kind: envelope.kind,
            body: bodyJson(envelope.body) as Record<string, unknown>,
            bytes: data,
          });
        },
        closed: (code, reason) => agent.closed.push({ code, reason }),
      });
    },
    hello(change = {}) {
      const challenge = agent.words.findLast(word => word.t === 'challenge');
      if (challenge?.t !== 'challenge') throw new Error('no challenge heard');
      connection += 1;
      const said = {
        protocol: PROTOCOL_VERSION,
        clusterId,
        connection,
        nonce: randomBytes(18).toString('base64url'),
        journalId: 'jo_a',
        acknowledged: 0,
        settingsVersion: 0,
        planVersion: 0,
        libraryVersion: 0,
        ...change,
      };
      const health = {
        software: 'test',
        speaker: 'none',
        speakerOk: true,
        cacheBytes: 0,
        cacheLimit: 1,
        clockUncertaintyMs: null,
        playing: null,
      };
      const signature = Buffer.from(signBytes(key, 'hello', helloTranscript(challenge.nonce, said))).toString('base64');
      agent.tell({ t: 'hello', health, signature, ...said });
    },
    tell: message => here().send(JSON.stringify(message)),
    facts: facts => agent.tell({ t: 'facts', journalId: 'jo_a', facts }),
  };
  return agent;
}
