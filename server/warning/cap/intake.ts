// CAP messages as they came flow in, from people, programs and feeds; proposals flow out. Whatever cannot be taken is kept where
// a person sees it as it is; nothing is dropped in silence, and nothing sounds.
import { createHash } from 'node:crypto';
import type { Time } from '../../../protocol/time.ts';
import { type ErrorCode, LoaError } from '../../errors.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import { capMessage, capMessagesOf, insertCapMessage, listCapSenders, type StoredCapSender } from '../../store/cap.ts';
import type { Database, Queryable } from '../../store/database.ts';
import { proposalOfOrigin, proposalsOf } from '../../store/proposals.ts';
import { isChangeable, livingAlert } from '../living.ts';
import type { Place, Places, Pole } from '../places.ts';
import type { Draft, Proposals } from '../proposals.ts';
import { chainOf } from './chain.ts';
import { messageKey } from './circle.ts';
import { createFindings, type Finding, type Findings } from './findings.ts';
import { meaningOf } from './meaning.ts';
import type { CapMessage } from './message.ts';
import type { CapReading } from './read.ts';
import type { CapReader } from './reader.ts';

/** A sender's clock may be a little fast. */
const AHEAD_MS = 10 * 60_000;
/** What a person is shown of a message that could not be taken. */
const SHOWN_CHARACTERS = 20_000;
/** References are looked for among so many of a sender's newest messages. */
const REMEMBERED = 2_000;

export interface HandedIn {
  by: AuditLine['actor'];
  /** Whether messages may be handed in for the area with this path. */
  mayAt(path: string): boolean;
  /** Where a message is shown that nobody here listens to, or nobody can read. */
  homeId: string;
}

interface Known {
  identifier: string;
  sender: string;
  sent: string;
  warnings: Finding[];
}
export type Taken =
  | (Known & { kind: 'taken' | 'duplicate'; proposalId: string | null })
  | { kind: 'refused'; error: LoaError; errors: Finding[]; warnings: Finding[] };

export interface Intake {
  /** Throws `too_many_requests` when whoever hands in, or the sender, has done so too often. */
  take(bytes: Uint8Array, from: HandedIn): Promise<Taken>;
}

export interface IntakeParts {
  db: Database;
  time: Time;
  reader: CapReader;
  proposals: Proposals;
  tree(): Promise<Places>;
  poles(): Promise<readonly Pole[]>;
  /** False when this key has had its share of the hour. */
  quota(key: string): boolean;
}

/** One area's look at a message. */
interface Look {
  scope: Place;
  message: CapMessage;
  sha256: string;
  raw: string;
  by: AuditLine['actor'];
  warnings: Finding[];
  places: Places;
  poles: readonly Pole[];
}

export function createIntake(parts: IntakeParts): Intake {
  const { db, time, proposals } = parts;

  /** Shown to a person as it came, once. */
  async function show(
    trx: Queryable,
    where: Place,
    came: { sha256: string; raw: string; by: AuditLine['actor'] },
    error: LoaError,
    findings: readonly Finding[],
  ): Promise<string | null> {
    const origin = `sha256:${came.sha256}`;
    const before = await proposalOfOrigin(trx, where.id, origin);
    await appendAudit(trx, {
      ...{ at: time.now(), actor: came.by, action: 'cap.refuse', subject: before?.id ?? where.id },
      detail: { code: error.code, ...error.details, sha256: came.sha256, again: before !== null },
    });
    if (before) return null;
    const said = findings.slice(0, 5).map(one => `${one.message} (${one.path})`);
    const draft: Draft = {
      ...{ areaId: where.id, source: 'cap', origin, template: null, level: null, targets: [where.id], slots: {} },
      ...{ siren: false, status: 'actual', raw: came.raw.slice(0, SHOWN_CHARACTERS) },
      title: error.say('vi'),
      reason: said.length > 0 ? said.join('; ') : error.say('vi'),
      warnings: findings.map(one => one.message),
    };
    return (await proposals.put(trx, draft)).id;
  }

  /** The areas that listen to this sender where whoever hands in may, each with the sender's entry. */
  function listeners(list: readonly StoredCapSender[], sender: string, from: HandedIn, places: Places) {
    return list.flatMap(one => {
      const scope = one.sender === sender ? places.find(one.areaId) : null;
      return scope && from.mayAt(scope.path) ? [{ entry: one, scope }] : [];
    });
  }

  /** Null, or why this area does not believe it. */
  function disbelief(
    reading: CapReading,
    message: CapMessage,
    entry: StoredCapSender,
    list: readonly StoredCapSender[],
  ): LoaError | null {
    const signer = list.find(one => one.id === reading.signedBy);
    const own = signer !== undefined && signer.sender === entry.sender && signer.certificate === entry.certificate;
    if (entry.certificate !== null && !(reading.signature === 'valid' && own))
      return new LoaError('cap_signature', { sender: message.sender });
    if (message.sentAt > time.now() + AHEAD_MS) return new LoaError('cap_future', { sent: message.sent });
    const foreign = message.references.find(one => one.sender !== message.sender);
    return foreign ? new LoaError('cap_not_owner', { value: `${foreign.sender},${foreign.identifier}` }) : null;
  }

  interface Outcome {
    taken: Taken;
    changed: string[];
  }

  async function refuse(trx: Queryable, look: Look, error: LoaError, errors: Finding[] = []): Promise<Outcome> {
    const id = await show(trx, look.scope, look, error, [...errors, ...look.warnings]);
    return { taken: { kind: 'refused', error, errors, warnings: look.warnings }, changed: id === null ? [] : [id] };
  }

  const known = (look: Look, kind: 'taken' | 'duplicate', proposalId: string | null, found: Findings): Taken => ({
    ...{ kind, proposalId, sender: look.message.sender, identifier: look.message.identifier },
    ...{ sent: look.message.sent, warnings: [...look.warnings, ...found.warnings] },
  });

  async function lookAt(trx: Queryable, look: Look): Promise<Outcome> {
    const { message, scope } = look;
    const findings = createFindings();
    const key = {
      ...{ areaId: scope.id, sender: message.sender, identifier: message.identifier },
      sent: new Date(message.sentAt).toISOString(),
    };
    const before = await capMessage(trx, key);
    if (before && before.sha256 === look.sha256) {
      await note(trx, look, 'cap.duplicate', before.proposalId);
      return { taken: known(look, 'duplicate', before.proposalId, findings), changed: [] };
    }
    if (before) return refuse(trx, look, new LoaError('cap_changed', { identifier: message.identifier }));
    const said = await capMessagesOf(trx, { areaId: scope.id, sender: message.sender, limit: REMEMBERED });
    const chain = chainOf(message, said);
    if (chain.circle !== null) {
      findings.error('circular_reference', '/alert/references', { value: chain.circle });
      return refuse(trx, look, new LoaError('cap_invalid'), findings.errors);
    }
    for (const { identifier } of chain.unknown)
      findings.warn('reference_unknown', '/alert/references', { value: identifier });
    const { made, changed } = await follow(trx, look, chain, findings);
    await insertCapMessage(trx, {
      ...key,
      ...{ sha256: look.sha256, status: message.status, type: message.msgType, receivedAt: time.now() },
      references: message.references.map(messageKey),
      verdict: chain.unknown.length > 0 ? 'kept' : 'taken',
      proposalId: made,
      raw: look.raw,
    });
    await note(trx, look, 'cap.take', made);
    return { taken: known(look, 'taken', made, findings), changed };
  }

  const note = (trx: Queryable, { message, by, scope, sha256 }: Look, action: string, proposalId: string | null) =>
    appendAudit(trx, {
      ...{ at: time.now(), actor: by, action, subject: proposalId ?? scope.id },
      detail: {
        ...{ sender: message.sender, identifier: message.identifier, sent: message.sent },
        ...{ status: message.status, type: message.msgType, sha256 },
      },
    });

  /** What it proposes, and which proposals changed by it. */
  async function follow(
    trx: Queryable,
    look: Look,
    chain: ReturnType<typeof chainOf>,
    findings: Findings,
  ): Promise<{ made: string | null; changed: string[] }> {
    const { message } = look;
    if (message.status !== 'Actual' && message.status !== 'Exercise') {
      findings.warn('never_sounds', '/alert/status', { value: message.status });
      return { made: null, changed: [] };
    }
    if (message.msgType === 'Ack' || message.msgType === 'Error') return { made: null, changed: [] };
    const ids = chain.earlier.flatMap(one => one.proposalId ?? []);
    const earlier = (await proposalsOf(trx, ids)).filter(one => one.source === 'cap');
    const alert = await livingAlert(trx, earlier);
    const changed: string[] = [];
    const state = message.msgType === 'Cancel' ? 'cancelled' : 'replaced';
    if (message.msgType !== 'Alert')
      for (const one of earlier) if (await proposals.settle(trx, one.id, state)) changed.push(one.id);
    if (message.scope === 'Private') {
      findings.warn('private_kept', '/alert/scope');
      return { made: null, changed };
    }
    if (message.msgType === 'Cancel' && !alert) return { made: null, changed };
    const meaning = meaningOf(message, { ...look, findings, now: time.now() });
    const changes = message.msgType === 'Cancel' || meaning.template === 'all-clear';
    const about = alert && (changes || isChangeable(alert, meaning.template, time.now())) ? alert.id : null;
    const draft: Draft = {
      ...meaning,
      ...{ source: 'cap', origin: messageKey(message), alertId: message.msgType === 'Alert' ? null : about },
      areaId: deciding(look, meaning.targets).id,
      ...(message.msgType === 'Cancel'
        ? { template: 'all-clear', level: null, siren: false, expiresAt: null, title: `Huỷ: ${meaning.title}` }
        : {}),
      state: stateOf(chain.fate, message.msgType === 'Cancel' ? null : (meaning.expiresAt ?? null), findings),
    };
    draft.warnings = [...look.warnings, ...findings.warnings].map(one => one.message);
    const { id } = await proposals.put(trx, draft);
    return { made: id, changed: [...changed, id] };
  }

  function stateOf(fate: 'cancelled' | 'replaced' | null, expiresAt: number | null, findings: Findings) {
    if (fate !== null) findings.warn(fate === 'cancelled' ? 'cancelled_before' : 'replaced_before', '/alert');
    else if (expiresAt !== null && expiresAt <= time.now()) {
      findings.warn('outdated', '/alert', { at: new Date(expiresAt).toISOString() });
      return 'outdated' as const;
    }
    return fate ?? ('open' as const);
  }

  return {
    async take(bytes, from) {
      const who = from.by === 'loa' ? `feed ${from.homeId}` : from.by.accountId;
      if (!parts.quota(`by ${who}`)) throw new LoaError('too_many_requests');
      const list = await listCapSenders(db);
      const places = await parts.tree();
      const keys = list.flatMap(one => (one.certificate === null ? [] : [{ name: one.id, pem: one.certificate }]));
      const reading = await parts.reader.alert(bytes, keys);
      const came = {
        sha256: createHash('sha256').update(bytes).digest('hex'),
        raw: Buffer.from(bytes).toString('utf8'),
        by: from.by,
      };
      const home = places.find(from.homeId);
      const { message, warnings } = reading;
      const atHome = async (code: ErrorCode, details: Record<string, unknown> = {}): Promise<Taken> => {
        const error = new LoaError(code, details);
        const shown = [...reading.errors, ...warnings];
        const id = home && (await db.transaction().execute(trx => show(trx, home, came, error, shown)));
        if (id) proposals.told([id]);
        return { kind: 'refused', error, errors: reading.errors, warnings };
      };
      if (!message) return atHome(reading.errors.length === 0 ? 'cap_broken_signature' : 'cap_invalid');
      if (!parts.quota(`from ${message.sender}`)) throw new LoaError('too_many_requests');
      const heard = listeners(list, message.sender, from, places);
      if (heard.length === 0) return atHome('cap_sender', { sender: message.sender });
      const poles = await parts.poles();
      const taken: Taken[] = [];
      for (const { entry, scope } of heard) {
        const look: Look = { ...came, scope, message, warnings, places, poles };
        const doubt = disbelief(reading, message, entry, list);
        const outcome = await db.transaction().execute(trx => (doubt ? refuse(trx, look, doubt) : lookAt(trx, look)));
        proposals.told(outcome.changed);
        taken.push(outcome.taken);
      }
      return best(taken);
    },
  };
}

/** Of several areas' words the best: somebody has it, somebody had it, nobody wants it. */
function best(list: readonly Taken[]): Taken {
  const order = ['taken', 'duplicate', 'refused'] as const;
  const proposing = list.find(one => one.kind === 'taken' && one.proposalId !== null);
  const found = proposing ?? order.flatMap(kind => list.find(one => one.kind === kind) ?? [])[0];
  if (!found) throw new Error('no area has looked at the message');
  return found;
}

/** Who decides: where all that it would warn lies. */
function deciding({ places, poles, scope }: Look, targets: readonly string[]): Place {
  const paths = targets.flatMap(id => {
    const areaId = poles.find(pole => pole.id === id)?.areaId ?? id;
    return places.find(areaId)?.path ?? [];
  });
  return places.lowestCommon(paths) ?? scope;
}
