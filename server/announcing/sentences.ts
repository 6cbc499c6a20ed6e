// The commune's own voice: for each sentence of the emergency library, in each language of an area, who says it. A person's
// recording goes to devices once a second person has found it clear; until then, and where there is none, the machine speaks.
import type { Sentence } from '../../protocol/api/alerts.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import type { Actor } from '../people/rights.ts';
import { PLAN_CLIP } from '../places/emergency.ts';
import { spokenPlan } from '../places/evacuation.ts';
import type { PlaceSettings } from '../places/settings.ts';
import type { AreaTree } from '../places/tree.ts';
import {
  type AreaClipKey,
  areaClipsIn,
  checkedClipsIn,
  markClear,
  putAreaClip,
  removeAreaClip,
  type StoredAreaClip,
} from '../store/area-clips.ts';
import type { StoredArea } from '../store/areas.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import { evacuationPlanOf } from '../store/evacuation.ts';
import { accountNames } from '../store/names.ts';
import { recordingById } from '../store/recordings.ts';
import type { AlertTemplates } from './templates.ts';

/** An alert repeats every few minutes, and late devices join at its next pass. */
const LONGEST_S = 90;
/** The shipped sentences are in this language. */
const SHIPPED = 'vi';

export type SentenceKey = Pick<AreaClipKey, 'name' | 'language'>;

export interface Sentences {
  /** Those of the library, and for a village its evacuation plan, in every language that is spoken in the area. */
  list(tree: AreaTree, area: StoredArea): Promise<Sentence[]>;
  /** Throws `unknown_sentence`, `not_ready`, `machine_voice`, `other_language`, `sentence_too_long`. */
  record(tree: AreaTree, actor: Actor, area: StoredArea, key: SentenceKey, recordingId: string): Promise<Sentence>;
  /**
   * A second listener's word; what is not clear is taken away. Throws `own_voice` for whoever recorded it, `recorded_again` where
   * `heard` is no longer the recording that stands there.
   */
  check(
    tree: AreaTree,
    actor: Actor,
    area: StoredArea,
    key: SentenceKey,
    said: { clear: boolean; heard?: string | undefined },
  ): Promise<Sentence>;
  remove(tree: AreaTree, actor: Actor, area: StoredArea, key: SentenceKey): Promise<Sentence>;
  /** Names of the clips that a person's voice says here in Vietnamese. */
  human(tree: AreaTree, areaId: string): Promise<Set<string>>;
}

export function createSentences(parts: {
  db: Database;
  time: Time;
  templates: AlertTemplates;
  settings: PlaceSettings;
}): Sentences {
  const { db, time, templates } = parts;
  const written = [...templates.list(), ...templates.frames()];

  async function list(tree: AreaTree, area: StoredArea): Promise<Sentence[]> {
    const chain = tree.chain(area.id).map(one => one.id);
    const own = await areaClipsIn(db, [area.id]);
    const clear = await checkedClipsIn(db, chain);
    const nameOf = await accountNames(db);
    const plan = area.kind === 'village' ? await evacuationPlanOf(db, area.id) : null;
    const texts = [
      ...written.map(({ name, title, text }) => ({ name, title, text })),
      ...(area.kind === 'village'
        ? [{ name: PLAN_CLIP, title: 'Phương án sơ tán', text: spokenPlan(area.name, plan) ?? '' }]
        : []),
    ];
    const one = ({ name, title, text }: (typeof texts)[number], language: string): Sentence => {
      const here = own.find(clip => clip.name === name && clip.language === language);
      const inherited = clear.some(
        clip => clip.name === name && clip.language === language && (name !== PLAN_CLIP || clip.areaId === area.id),
      );
      const shipped = language === SHIPPED && name !== PLAN_CLIP;
      return {
        name,
        title,
        text,
        language,
        voice: here && here.checkedBy === null ? 'draft' : inherited ? 'human' : shipped ? 'machine' : 'none',
        recordingId: here?.recordingId ?? null,
        recordedBy: here ? nameOf(here.recordedBy) : null,
        checkedBy: here?.checkedBy ? nameOf(here.checkedBy) : null,
      };
    };
    return languagesIn(tree, area).flatMap(language => texts.map(text => one(text, language)));
  }

  async function find(tree: AreaTree, area: StoredArea, { name, language }: SentenceKey): Promise<Sentence> {
    const found = (await list(tree, area)).find(one => one.name === name && one.language === language);
    if (!found) throw new LoaError('unknown_sentence', { name: `${name} (${language})`, where: area.name });
    return found;
  }

  /** One change with its audit line; devices hear of it when what they hold has changed. */
  async function changing(
    tree: AreaTree,
    area: StoredArea,
    key: SentenceKey,
    work: (trx: Queryable, before: StoredAreaClip | undefined) => Promise<void>,
  ): Promise<Sentence> {
    await find(tree, area, key);
    await db.transaction().execute(async trx => {
      const own = await areaClipsIn(trx, [area.id]);
      await work(
        trx,
        own.find(clip => clip.name === key.name && clip.language === key.language),
      );
    });
    await parts.settings.refresh({ areaId: area.id });
    return find(tree, area, key);
  }

  const audit = (trx: Queryable, actor: Actor, action: string, area: StoredArea, detail: Record<string, unknown>) =>
    appendAudit(trx, { at: time.now(), actor, action, subject: area.id, detail });

  return {
    list,

    async record(tree, actor, area, key, recordingId) {
      const recording = await recordingById(db, recordingId);
      if (!recording || recording.removedAt !== null) throw new LoaError('not_found', { what: recordingId });
      if (recording.state !== 'ready') throw new LoaError('not_ready', { titles: recording.title });
      if (recording.source === 'speech') throw new LoaError('machine_voice');
      if (recording.language !== key.language)
        throw new LoaError('other_language', { recorded: recording.language, wanted: key.language });
      const seconds = Math.ceil((recording.durationMs ?? 0) / 1000);
      if (seconds > LONGEST_S) throw new LoaError('sentence_too_long', { seconds, most: LONGEST_S });
      return changing(tree, area, key, async trx => {
        await putAreaClip(trx, {
          areaId: area.id,
          ...key,
          recordingId,
          recordedBy: actor.accountId,
          recordedAt: time.now(),
        });
        await audit(trx, actor, 'sentence.record', area, { ...key, recordingId });
      });
    },

    check: (tree, actor, area, key, { clear, heard }) =>
      changing(tree, area, key, async (trx, before) => {
        if (!before) throw new LoaError('unknown_sentence', { name: key.name, where: area.name });
        const recording = await recordingById(trx, before.recordingId);
        if ([before.recordedBy, recording?.createdBy].includes(actor.accountId)) throw new LoaError('own_voice');
        if (actor.kind !== 'session') throw new LoaError('session_only');
        if (heard !== undefined && heard !== before.recordingId) throw new LoaError('recorded_again');
        if (clear) await markClear(trx, before, actor.accountId, time.now());
        else await removeAreaClip(trx, before);
        const { recordingId } = before;
        await audit(trx, actor, clear ? 'sentence.clear' : 'sentence.unclear', area, { ...key, recordingId });
      }),

    remove: (tree, actor, area, key) =>
      changing(tree, area, key, async (trx, before) => {
        if (!before) throw new LoaError('unknown_sentence', { name: key.name, where: area.name });
        await removeAreaClip(trx, before);
        await audit(trx, actor, 'sentence.remove', area, { ...key, recordingId: before.recordingId });
      }),

    async human(tree, areaId) {
      const clear = await checkedClipsIn(
        db,
        tree.chain(areaId).map(area => area.id),
      );
      return new Set(clear.filter(clip => clip.language === SHIPPED && clip.name !== PLAN_CLIP).map(clip => clip.name));
    },
  };
}

/** The area's own languages first, then those of areas below it. */
const languagesIn = (tree: AreaTree, area: StoredArea): string[] => [
  ...new Set([
    ...tree.effective(area.id).languages,
    ...tree.below(area.id).flatMap(below => tree.effective(below.id).languages),
  ]),
];
