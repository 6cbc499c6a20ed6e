// One agent's conversation: challenge, then hello or enrolment, then the welcome; after it probes, wants and facts.
// What the agent says of deliveries goes to the bus; what it wants of audio is answered here.
import type { Logger } from 'pino';
import {
  CLOSE,
  type FromAgent,
  type FromServer,
  fromAgent,
  type Hello,
  helloTranscript,
} from '../../protocol/device.ts';
import { ed25519PublicKey, isSignedBy } from '../../protocol/envelope.ts';
import type { ClipLibrary } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Wire, WireEvents } from '../../protocol/wire.ts';
import type { Bus, Messages } from '../bus/bus.ts';
import type { Signing } from '../signing/signing.ts';
import type { Database } from '../store/database.ts';
import { findDevice, isRevoked } from '../store/devices.ts';
import { acknowledgedIn } from '../store/facts.ts';
import { beginEnrolment, type EnrolmentInHand, finishEnrolment } from './enrolment.ts';
import { type AudioSource, answerWant } from './transfer.ts';

/** Above this the kernel's own buffers (some MB) are full too: the reader is gone. */
const BACKSTOP_BYTES = 256 * 1024;

export interface SessionParts {
  db: Database;
  bus: Bus;
  signing: Signing;
  audio: AudioSource;
  library: () => ClipLibrary;
  time: Time;
  /** Server time, UTC ms with fractions. */
  clock: () => number;
  random: (bytes: number) => Uint8Array;
  log: Logger;
  /** Takes a proven hello in: false if its connection number is no news (a clone). Resolves once the number is kept. */
  admit(session: Session, hello: Hello): Promise<boolean>;
  /** Called in the tick in which the welcome goes out: everything that waits for this cluster. */
  welcomed(session: Session, hello: Hello, device: { settings: Sentence | null; plan: Sentence | null }): void;
  /** Broadcasts that ended at this cluster, asked for journals that the server has never seen. */
  finished(clusterId: string): Promise<string[]>;
  /** A new device stands at this cluster: its connection numbers begin again. */
  enrolled(clusterId: string): void;
  left(session: Session): void;
}

interface Sentence {
  version: number;
  bytes: Uint8Array;
}

export interface Session {
  /** Known after a proven hello. */
  clusterId: string | null;
  connection: number;
  /** Monotonic ms of the last word. */
  heardAt: number;
  /** Its newest round trip, by its own word; null before it has one. */
  rttMs: number | null;
  send(bytes: Uint8Array): void;
  tell(message: FromServer): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** Takes one connected wire and returns where its messages go. */
export function createSession(
  wire: Wire,
  address: string,
  parts: SessionParts,
): { session: Session; events: WireEvents } {
  const challenge = Buffer.from(parts.random(24)).toString('base64url');
  let log = parts.log.child({ address });
  let enrolment: EnrolmentInHand | null = null;
  let phase: 'new' | 'checking' | 'claiming' | 'welcomed' | 'closed' = 'new';
  /** Wants are answered one after another, so that one agent's appetite is one read at a time. */
  let answering: Promise<void> = Promise.resolve();

  const session: Session = {
    clusterId: null,
    connection: 0,
    heardAt: parts.time.monotonic(),
    rttMs: null,
    send(bytes) {
      if (phase === 'closed') return;
      wire.send(bytes);
      if (wire.bufferedBytes() > BACKSTOP_BYTES) {
        log.warn({ buffered: wire.bufferedBytes() }, 'agent reads too slowly, connection dropped');
        session.terminate();
      }
    },
    tell: message => phase !== 'closed' && wire.send(JSON.stringify(message)),
    close(code, reason) {
      if (phase === 'closed') return;
      session.tell({ t: 'goodbye', reason });
      wire.close(code, reason);
    },
    terminate: () => wire.terminate(),
  };

  async function greet(hello: Hello): Promise<void> {
    if (hello.protocol !== PROTOCOL_VERSION)
      return session.close(CLOSE.protocol, `protocol ${PROTOCOL_VERSION} is spoken here`);
    const device = await findDevice(parts.db, hello.clusterId);
    if (!device) {
      const revoked = await isRevoked(parts.db, hello.clusterId);
      return session.close(revoked ? CLOSE.revoked : CLOSE.unknownDevice, revoked ? 'revoked' : 'not enrolled');
    }
    const signature = Buffer.from(hello.signature, 'base64');
    if (!isSignedBy(ed25519PublicKey(device.key), 'hello', helloTranscript(challenge, hello), signature)) {
      return session.close(CLOSE.badSignature, 'the hello is not signed by the enrolled key');
    }
    log = log.child({ cluster: hello.clusterId });
    if (hello.connection <= device.connection || !(await parts.admit(session, hello))) {
      const detail = `connection number ${hello.connection} was used before`;
      log.error(detail);
      parts.bus.publish('alarm', { clusterId: hello.clusterId, part: 'clone', detail, at: parts.time.now() });
      return session.close(CLOSE.clone, detail);
    }
    const known = await acknowledgedIn(parts.db, hello.clusterId, hello.journalId);
    const finished = known === null ? await parts.finished(hello.clusterId) : undefined;
    if (wireGone()) return;
    phase = 'welcomed';
    session.clusterId = hello.clusterId;
    session.connection = hello.connection;
    const serverTime = Math.round(parts.clock());
    session.send(
      parts.signing.welcome({
        clusterId: hello.clusterId,
        nonce: hello.nonce,
        serverTime,
        generation: 0,
        finished,
        library: parts.library(),
      }),
    );
    parts.welcomed(session, hello, device);
    if (known !== null) session.tell({ t: 'recorded', journalId: hello.journalId, seq: known });
    parts.bus.publish('health', { clusterId: hello.clusterId, health: hello.health, at: parts.time.now() });
    publishApplied(hello.clusterId, hello);
    log.info({ connection: hello.connection, software: hello.health.software }, 'agent welcomed');
  }

  /** The wire may have closed while the store was asked; TypeScript narrows `phase` past that. */
  const wireGone = (): boolean => (phase as string) === 'closed';

  function publishApplied(
    clusterId: string,
    { settingsVersion, planVersion, libraryVersion }: Omit<Messages['applied'], 'clusterId'>,
  ): void {
    parts.bus.publish('applied', { clusterId, settingsVersion, planVersion, libraryVersion });
  }

  async function beforeWelcome(said: FromAgent): Promise<void> {
    if (said.t === 'hello' && phase === 'new') {
      phase = 'checking';
      return greet(said);
    }
    if (said.t === 'enrol' && phase === 'new') {
      phase = 'checking';
      enrolment = await beginEnrolment(said, challenge, { ...parts, now: parts.time.now() });
      if (wireGone()) return;
      if (!enrolment) return session.close(CLOSE.code, 'the code is unknown, used or expired');
      phase = 'claiming';
      return session.tell({ t: 'enrolProof', ...enrolment.proof });
    }
    if (said.t === 'claim' && phase === 'claiming' && enrolment) {
      phase = 'checking';
      const proven = await finishEnrolment(enrolment, said, { ...parts, now: parts.time.now() });
      if (!proven) return session.close(CLOSE.code, 'the code was not proven');
      log.info({ cluster: enrolment.clusterId }, 'device enrolled');
      parts.enrolled(enrolment.clusterId);
      session.tell({ t: 'enrolled', clusterId: enrolment.clusterId });
      return session.close(1000, 'enrolled, connect again');
    }
    session.close(CLOSE.shape, `${said.t} before the welcome`);
  }

  function afterWelcome(said: FromAgent, clusterId: string, receivedAt: number): void {
    switch (said.t) {
      case 'probe':
        session.rttMs = said.rttMs ?? session.rttMs;
        return session.tell({ t: 'probe', n: said.n, sentAt: said.sentAt, receivedAt, repliedAt: parts.clock() });
      case 'facts':
        return parts.bus.publish('report', { clusterId, journalId: said.journalId, facts: said.facts });
      case 'wantList':
      case 'want':
        answering = answering.then(async () => {
          for await (const frame of answerWant(said, parts.audio)) {
            if (frame instanceof Uint8Array) session.send(frame);
            else session.tell(frame);
          }
        });
        answering.catch((error: unknown) => log.error({ err: error }, 'audio could not be read'));
        return;
      case 'applied':
        return publishApplied(clusterId, said);
      case 'health':
        return parts.bus.publish('health', { clusterId, health: said.health, at: parts.time.now() });
      case 'goodbye':
        log.info({ reason: said.reason }, 'agent says goodbye');
        return;
      default:
        session.close(CLOSE.shape, `${said.t} after the welcome`);
    }
  }

  session.tell({ t: 'challenge', nonce: challenge, protocol: PROTOCOL_VERSION });

  return {
    session,
    events: {
      message(data) {
        const receivedAt = parts.clock();
        session.heardAt = parts.time.monotonic();
        const said = parse(data);
        if (said === 'unknown') return log.debug('a message of an unknown type was passed over');
        if (said === 'wrong') return session.close(CLOSE.shape, 'a message has the wrong shape');
        if (phase === 'welcomed' && session.clusterId) return afterWelcome(said, session.clusterId, receivedAt);
        beforeWelcome(said).catch((error: unknown) => {
          log.error({ err: error }, 'an agent could not be greeted');
          session.terminate();
        });
      },
      closed(code, reason) {
        if (phase === 'closed') return;
        if (phase === 'welcomed') log.info({ code, reason }, 'agent left');
        phase = 'closed';
        parts.left(session);
      },
    },
  };
}

const KNOWN = new Set<string>(fromAgent.options.map(option => option.shape.t.value));

/** A message parsed at the edge: `unknown` if a newer agent may mean something by it, `wrong` if nobody can. */
function parse(data: string | Uint8Array): FromAgent | 'unknown' | 'wrong' {
  if (typeof data !== 'string') return 'wrong';
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch (error) {
    if (error instanceof SyntaxError) return 'wrong';
    throw error;
  }
  const parsed = fromAgent.safeParse(json);
  if (parsed.success) return parsed.data;
  const type = typeof json === 'object' && json !== null && 't' in json ? json.t : null;
  return typeof type === 'string' && !KNOWN.has(type) ? 'unknown' : 'wrong';
}
