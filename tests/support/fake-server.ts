// The server's half of the device protocol, by hand: it enrols, welcomes, answers probes and wants, keeps facts, and sends
// what a test signs. What it does wrong, it does because a test told it to.
import { randomBytes } from 'node:crypto';
import { audioFrame, CHUNK_BYTES, chunkListFrame, listChunks } from '../../protocol/chunk.ts';
import type { Fact } from '../../protocol/delivery.ts';
import {
  claimMac,
  codeIdOf,
  enrolTranscript,
  type FromAgent,
  type FromServer,
  fingerprintOf,
  fromAgent,
  helloTranscript,
  writeCode,
} from '../../protocol/device.ts';
import { ed25519PublicKey, isSignedBy, type Kind } from '../../protocol/envelope.ts';
import type { ClipLibrary, Plan, Play, Settings, Stop, Welcome } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Wire, WireEvents } from '../../protocol/wire.ts';
import { certify, makeKey, signBytes, signFrame, type TestKey } from './keys.ts';

type Said<T extends FromAgent['t']> = Extract<FromAgent, { t: T }>;

export interface FakeServer {
  accept(wire: Wire): WireEvents;
  clusterId: string;
  /** The code that enrols a device here. */
  code: string;
  root: TestKey;
  online: TestKey;
  library: ClipLibrary;
  /** Changes every welcome from now on. */
  welcomeAs: Partial<Welcome>;
  /** What this server believes the time is, against the clock it was given, ms. */
  clockErrorMs: number;
  /** Answers an enrolment whatever its code (as somebody in the middle would). */
  acceptAnyCode: boolean;
  /** Whether facts are acknowledged. */
  records: boolean;
  /** Everything heard. */
  heard: FromAgent[];
  facts: Fact[];
  said<T extends FromAgent['t']>(t: T): Said<T>[];
  /** The kinds of facts on one broadcast, in order. */
  kinds(broadcastId: string): string[];
  /** Keeps a recording; its hash. */
  hold(audio: Uint8Array): string;
  /** Gives other bytes than were listed, at this offset. */
  spoilAt: number | null;
  /** Bytes a second that wants are answered with; unlimited unless set. */
  bytesPerSecond: number | null;
  wires: Wire[];
  /** How connections ended. */
  closed: { code: number; reason: string }[];
  send(frame: Uint8Array): void;
  tell(message: FromServer): void;
  play(order: Partial<Play> & Pick<Play, 'broadcastId' | 'content'>, key?: TestKey): Uint8Array;
  stop(order?: Partial<Stop>): Uint8Array;
  plan(order: Partial<Plan> & Pick<Plan, 'items'>): Uint8Array;
  settings(order?: Partial<Settings>): Uint8Array;
  sign(kind: Kind, body: unknown): Uint8Array;
}

export function fakeServer(time: Time, clusterId = 'cl_abc'): FakeServer {
  const root = makeKey();
  const online = makeKey();
  const secret = randomBytes(10);
  const recordings = new Map<string, Uint8Array>();
  let version = 0;
  let devicePublicKey: Uint8Array | null = null;
  const certificate = certify(root, online);
  const now = () => Math.round(time.now() + server.clockErrorMs);

  const server: FakeServer = {
    clusterId,
    code: writeCode({ secret, fingerprint: fingerprintOf(root.raw) }),
    root,
    online,
    library: { version: 1, clips: [] },
    welcomeAs: {},
    clockErrorMs: 0,
    acceptAnyCode: false,
    records: true,
    heard: [],
    facts: [],
    spoilAt: null,
    bytesPerSecond: null,
    wires: [],
    closed: [],
    said: <T extends FromAgent['t']>(t: T) => server.heard.filter((word): word is Said<T> => word.t === t),
    kinds: broadcastId =>
      server.facts.flatMap(fact => ('broadcastId' in fact && fact.broadcastId === broadcastId ? [fact.kind] : [])),
    hold(audio) {
      const { recording } = listChunks(audio);
      recordings.set(recording, audio);
      return recording;
    },
    send(frame) {
      for (const wire of server.wires) wire.send(frame);
    },
    tell(message) {
      for (const wire of server.wires) wire.send(JSON.stringify(message));
    },
    sign: (kind, body) => signFrame(server.online, kind, body),
    play: (order, key = server.online) =>
      signFrame(key, 'play', {
        revision: 1,
        class: 'normal',
        title: 'Tin xã',
        issuedAt: now(),
        startAt: now() + 5000,
        expiresAt: now() + 600_000,
        targets: [clusterId],
        volume: 100,
        ...order,
      }),
    stop: order =>
      signFrame(server.online, 'stop', {
        stopId: `st_${Buffer.from(randomBytes(5))
          .toString('hex')
          .replace(/[^a-f]/g, 'g')}`,
        targets: [clusterId],
        maxClass: 'emergency',
        issuedAt: now(),
        keepUntil: now() + 48 * 3600_000,
        ...order,
      }),
    plan: order =>
      signFrame(server.online, 'plan', { clusterId, version: ++version, until: now() + 7 * 86400_000, ...order }),
    settings: order =>
      signFrame(server.online, 'settings', {
        clusterId,
        version: ++version,
        name: 'Cụm thử',
        areas: ['ar_xa', 'ar_tinh'],
        languages: ['vi'],
        timezone: 'Asia/Ho_Chi_Minh',
        quietHours: [],
        priorityIgnoresQuiet: false,
        volumeCeiling: 100,
        emergencyCeiling: 100,
        ...order,
      }),

    accept(wire) {
      const challenge = randomBytes(12).toString('base64url');
      let enrolling: { transcript: Uint8Array; publicKey: Uint8Array } | null = null;
      const tell = (message: FromServer) => wire.send(JSON.stringify(message));
      tell({ t: 'challenge', nonce: challenge, protocol: PROTOCOL_VERSION });

      function answer(word: FromAgent): void {
        if (word.t === 'enrol') {
          if (word.codeId !== codeIdOf(secret) && !server.acceptAnyCode) return wire.close(4422, 'unknown code');
          const rawRoot = Buffer.from(root.raw).toString('base64');
          const transcript = enrolTranscript({
            challenge,
            nonce: word.nonce,
            publicKey: word.publicKey,
            root: rawRoot,
            clusterId,
          });
          enrolling = { transcript, publicKey: Buffer.from(word.publicKey, 'base64') };
          const signature = Buffer.from(signBytes(server.online, 'enrol', transcript)).toString('base64');
          tell({ t: 'enrolProof', clusterId, root: rawRoot, certificate, signature });
        } else if (word.t === 'claim' && enrolling) {
          const own = isSignedBy(
            ed25519PublicKey(enrolling.publicKey),
            'enrolClaim',
            enrolling.transcript,
            Buffer.from(word.signature, 'base64'),
          );
          if (!own || word.mac !== claimMac(secret, enrolling.transcript)) return wire.close(4422, 'not proven');
          devicePublicKey = enrolling.publicKey;
          tell({ t: 'enrolled', clusterId });
        } else if (word.t === 'hello') {
          const signature = Buffer.from(word.signature, 'base64');
          const key = devicePublicKey;
          if (!key || !isSignedBy(ed25519PublicKey(key), 'hello', helloTranscript(challenge, word), signature))
            return wire.close(4403, 'bad signature');
          const welcome: Welcome = {
            clusterId,
            nonce: word.nonce,
            serverTime: now(),
            certificate,
            generation: 0,
            ...(word.acknowledged === 0 ? { finished: [] } : {}),
            library: server.library,
            ...server.welcomeAs,
          };
          wire.send(signFrame(server.online, 'welcome', welcome));
          server.wires.push(wire);
        } else if (word.t === 'probe') {
          const at = time.now() + server.clockErrorMs;
          tell({ t: 'probe', n: word.n, sentAt: word.sentAt, receivedAt: at, repliedAt: at });
        } else if (word.t === 'facts') {
          const known = new Set(server.facts.map(fact => fact.seq));
          server.facts.push(...word.facts.filter(fact => !known.has(fact.seq)));
          const seq = Math.max(...word.facts.map(fact => fact.seq));
          if (server.records) tell({ t: 'recorded', journalId: word.journalId, seq });
        } else if (word.t === 'wantList' || word.t === 'want') give(word);
      }

      let lineFreeAt = 0;
      function give(word: Said<'want'> | Said<'wantList'>): void {
        const audio = recordings.get(word.recording);
        if (!audio) return tell({ t: 'noRecording', recording: word.recording });
        if (word.t === 'wantList') return wire.send(chunkListFrame(listChunks(audio)));
        const end = Math.min(word.from + word.count, audio.length);
        for (let from = word.from; from < end; from += CHUNK_BYTES / 4) {
          const bytes = Uint8Array.from(audio.subarray(from, Math.min(end, from + CHUNK_BYTES / 4)));
          if (server.spoilAt !== null && from <= server.spoilAt && server.spoilAt < from + bytes.length)
            bytes[server.spoilAt - from]! ^= 1;
          const frame = audioFrame(word.recording, from, bytes);
          if (server.bytesPerSecond === null) wire.send(frame);
          else {
            lineFreeAt = Math.max(lineFreeAt, time.monotonic()) + (frame.length * 1000) / server.bytesPerSecond;
            time.after(lineFreeAt - time.monotonic(), () => wire.send(frame));
          }
        }
      }

      return {
        message(data) {
          if (typeof data !== 'string') throw new Error('an agent sent a binary frame');
          const word = fromAgent.parse(JSON.parse(data));
          server.heard.push(word);
          answer(word);
        },
        closed(code, reason) {
          server.closed.push({ code, reason });
          server.wires = server.wires.filter(each => each !== wire);
        },
      };
    },
  };
  return server;
}
