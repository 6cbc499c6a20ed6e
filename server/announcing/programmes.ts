// Programmes: a chime, a lead, items and a closing that are played in this order again and again. Who may is asked before.
import type { z } from 'zod';
import type { newProgramme, Programme } from '../../protocol/api/broadcasts.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import { LoaError } from '../errors.ts';
import type { Actor } from '../people/rights.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import {
  hideProgramme,
  programmeById,
  programmesUnder,
  type StoredProgramme,
  saveProgramme,
  usesOfProgramme,
} from '../store/programmes.ts';
import { recordingById } from '../store/recordings.ts';

type NewProgramme = z.infer<typeof newProgramme>;

export interface Programmes {
  list(paths: readonly string[]): Promise<Programme[]>;
  /** Throws `not_found` for one that never was or was removed. */
  get(id: string): Promise<StoredProgramme>;
  create(actor: Actor, areaId: string, said: NewProgramme): Promise<Programme>;
  change(actor: Actor, id: string, said: Partial<NewProgramme>): Promise<Programme>;
  /** Throws `programme_used` while a schedule plays it. */
  remove(actor: Actor, id: string): Promise<void>;
}

export function createProgrammes(parts: {
  db: Database;
  clips: Clips;
  time: Time;
  random: (bytes: number) => Uint8Array;
  /** Told when schedules may say something else than before. */
  onChange(): void;
}): Programmes {
  const { db, clips, time } = parts;

  async function show(programme: StoredProgramme): Promise<Programme> {
    const items: Programme['items'] = [];
    for (const { part, recordingId, chime } of programme.items) {
      const recording = recordingId === undefined ? null : await recordingById(db, recordingId);
      const clip = chime === undefined ? undefined : clips.routine.get(chime);
      items.push({
        part,
        recordingId: recordingId ?? null,
        chime: chime ?? null,
        title: recording?.title ?? clip?.title.vi ?? chime ?? '',
        durationMs: recording ? recording.durationMs : (clip?.durationMs ?? null),
      });
    }
    const known = items.every(item => item.durationMs !== null);
    return {
      id: programme.id,
      name: programme.name,
      areaId: programme.areaId,
      items,
      durationMs: known ? items.reduce((sum, item) => sum + (item.durationMs ?? 0), 0) : null,
    };
  }

  async function requireParts(items: NewProgramme['items']): Promise<void> {
    for (const { recordingId, chime } of items) {
      if (chime !== undefined && !clips.routine.has(chime)) throw new LoaError('not_found', { what: chime });
      if (recordingId === undefined) continue;
      const recording = await recordingById(db, recordingId);
      if (!recording || recording.removedAt !== null) throw new LoaError('not_found', { what: recordingId });
    }
  }

  async function keep(actor: Actor, programme: StoredProgramme, action: string): Promise<Programme> {
    await requireParts(programme.items);
    await db.transaction().execute(async trx => {
      await saveProgramme(trx, programme);
      await appendAudit(trx, {
        at: time.now(),
        actor,
        action,
        subject: programme.id,
        detail: { name: programme.name, items: programme.items },
      });
    });
    return show(programme);
  }

  async function get(id: string): Promise<StoredProgramme> {
    const found = await programmeById(db, id);
    if (!found || found.removedAt !== null) throw new LoaError('not_found', { what: id });
    return found;
  }

  return {
    get,
    async list(paths) {
      return Promise.all((await programmesUnder(db, paths)).map(show));
    },
    create: (actor, areaId, said) =>
      keep(
        actor,
        {
          id: makeId('pr', parts.random(8)),
          name: said.name,
          areaId,
          items: said.items,
          createdBy: actor.accountId,
          createdAt: time.now(),
          removedAt: null,
        },
        'programme.create',
      ),
    async change(actor, id, said) {
      const programme = await get(id);
      const changed = { ...programme, name: said.name ?? programme.name, items: said.items ?? programme.items };
      const shown = await keep(actor, changed, 'programme.change');
      parts.onChange();
      return shown;
    },
    async remove(actor, id) {
      await get(id);
      const uses = await usesOfProgramme(db, id);
      if (uses.length > 0) throw new LoaError('programme_used', { uses: uses.join(', ') });
      await db.transaction().execute(async trx => {
        await hideProgramme(trx, id, time.now());
        await appendAudit(trx, { at: time.now(), actor, action: 'programme.remove', subject: id });
      });
    },
  };
}
