// How a new device gets its place: a one-time code in; the server proves its key against the code's fingerprint, the device
// proves the code without sending it, and a cluster id with a root to trust comes out.
import { openCertificate } from '../protocol/certificate.ts';
import {
  CLOSE,
  claimMac,
  codeIdOf,
  type EnrolmentCode,
  enrolTranscript,
  type FromAgent,
  fingerprintOf,
} from '../protocol/device.ts';
import { ed25519PublicKey, isSignedBy } from '../protocol/envelope.ts';
import type { Time } from '../protocol/time.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { Wire } from '../protocol/wire.ts';
import { type Dial, readText, type ServerWord } from './dial.ts';
import type { DeviceKey } from './identity.ts';

export type Enrolment =
  | { ok: true; clusterId: string; root: Uint8Array }
  /** `again` says whether another try with the same code can help. */
  | { ok: false; why: string; again: boolean };

const PATIENCE_MS = 15_000;

type Proof = Extract<ServerWord, { t: 'enrolProof' }>;

/** One try on a connection of its own. */
export function enrol(parts: {
  time: Time;
  random: (bytes: number) => Uint8Array;
  dial: Dial;
  url: string;
  key: DeviceKey;
  code: EnrolmentCode;
}): Promise<Enrolment> {
  const { time, code, key } = parts;
  const nonce = Buffer.from(parts.random(16)).toString('base64url');
  let challenge: string | null = null;
  let proven: { clusterId: string; root: Uint8Array } | null = null;
  let wire: Wire | null = null;
  /** What the server said before the dial had returned. */
  const early: string[] = [];

  return new Promise<Enrolment>(resolve => {
    let over = false;
    const finish = (result: Enrolment, code = 1000) => {
      if (over) return;
      over = true;
      cancel();
      wire?.close(code, result.ok ? 'enrolled' : result.why.slice(0, 100));
      resolve(result);
    };
    const cancel = time.after(PATIENCE_MS, () =>
      finish({ ok: false, why: 'the server did not answer in time', again: true }),
    );

    const hear = (word: ServerWord) => {
      if (word.t === 'challenge' && challenge === null) {
        challenge = word.nonce;
        say({
          t: 'enrol',
          protocol: PROTOCOL_VERSION,
          codeId: codeIdOf(code.secret),
          nonce,
          publicKey: key.publicKey,
        });
      } else if (word.t === 'enrolProof' && challenge !== null && proven === null) {
        const root = provenRoot(word, challenge);
        if (root === null)
          return finish({ ok: false, why: 'the server is not the one that gave this code', again: false });
        proven = { clusterId: word.clusterId, root };
        const transcript = transcriptOf(word, challenge);
        say({ t: 'claim', mac: claimMac(code.secret, transcript), signature: key.sign('enrolClaim', transcript) });
      } else if (word.t === 'enrolled' && proven?.clusterId === word.clusterId) {
        finish({ ok: true, ...proven });
      }
      // A goodbye waits for the close behind it, whose code says whether another try can help.
    };

    const read = (data: string) => {
      const word = readText(data);
      if (word.kind === 'wrong') finish({ ok: false, why: word.why, again: true }, CLOSE.shape);
      else if (word.kind === 'word') hear(word.word);
    };

    const transcriptOf = (proof: Proof, asked: string): Uint8Array =>
      enrolTranscript({
        challenge: asked,
        nonce,
        publicKey: key.publicKey,
        root: proof.root,
        clusterId: proof.clusterId,
      });

    /** The raw root key if it is the code's, certified the online key, and that key signed this very dialogue. */
    const provenRoot = (proof: Proof, asked: string): Uint8Array | null => {
      const raw = Buffer.from(proof.root, 'base64');
      if (raw.length !== 32 || !sameBytes(fingerprintOf(raw), code.fingerprint)) return null;
      const certificate = openCertificate(proof.certificate, ed25519PublicKey(raw));
      if (certificate === null) return null;
      const online = ed25519PublicKey(Buffer.from(certificate.publicKey, 'hex'));
      const signed = isSignedBy(online, 'enrol', transcriptOf(proof, asked), Buffer.from(proof.signature, 'base64'));
      return signed ? raw : null;
    };

    const say = (message: FromAgent): void => wire?.send(JSON.stringify(message));

    parts
      .dial(parts.url, {
        message(data) {
          if (over || typeof data !== 'string') return;
          if (wire === null) return void early.push(data);
          read(data);
        },
        closed(closeCode, reason) {
          const refused = closeCode === CLOSE.code;
          const why = refused
            ? 'the server does not take this code (wrong, used, or older than 10 minutes)'
            : `the connection closed (${closeCode}${reason ? `: ${reason}` : ''})`;
          finish({ ok: false, why, again: !refused });
        },
      })
      .then(
        opened => {
          wire = opened;
          if (over) opened.close(1000, 'too late');
          for (const data of early) read(data);
        },
        (error: unknown) =>
          finish({ ok: false, why: error instanceof Error ? error.message : String(error), again: true }),
      );
  });
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);
