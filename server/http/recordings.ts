// "Bản ghi": uploaded from a phone or spoken by the machine, listed, heard, renamed and removed; and the chimes beside them.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { done, listOf } from '../../protocol/api/common.ts';
import {
  chime,
  newSpeech,
  type Recording,
  recording,
  recordingChange,
  uploadFields,
} from '../../protocol/api/recordings.ts';
import { id } from '../../protocol/id.ts';
import type { Library } from '../audio/library.ts';
import { LoaError } from '../errors.ts';
import type { Actor } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Database } from '../store/database.ts';
import { accountNames } from '../store/names.ts';
import { recordingsUnder, type StoredRecording } from '../store/recordings.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { sendAudio } from './audio-answer.ts';
import { homeOf, pathsWith } from './grants.ts';

export interface RecordingParts {
  library: Library;
  areas: Areas;
  db: Database;
}

const byId = z.object({ id: id('re') });
const byName = z.object({ name: z.string().max(40) });

export function recordingRoutes(app: App, { library, areas, db }: RecordingParts): void {
  const read = { access: 'read' } as const;
  const change = { access: 'library' } as const;

  const answers = async (stored: readonly StoredRecording[], actor: Actor): Promise<Recording[]> => {
    const nameOf = await accountNames(db);
    return stored.map(one => answer(one, library.progressOf(one), nameOf, actor.language));
  };
  const one = async (stored: StoredRecording, actor: Actor): Promise<Recording> => {
    const [first] = await answers([stored], actor);
    if (!first) throw new Error('one recording has one answer');
    return first;
  };

  /** The recording and its caller, who holds the route's right where it is kept. */
  async function found(request: FastifyRequest, recordingId: string) {
    const stored = await library.get(recordingId);
    return { stored, actor: requireAt(request, (await areas.tree()).get(stored.areaId)) };
  }

  /** Where a new recording will be kept, by a caller who may change the library there. */
  async function placeFor(
    request: FastifyRequest,
    wish: { areaId?: string | undefined; versionOf?: string | undefined },
  ) {
    const first = wish.versionOf === undefined ? null : await library.get(wish.versionOf);
    const areaId = first?.areaId ?? wish.areaId ?? homeOf(actorOf(request), 'library');
    const area = (await areas.tree()).get(areaId);
    return { areaId: area.id, actor: requireAt(request, area) };
  }

  app.post(
    '/api/recordings',
    { config: change, schema: { consumes: ['multipart/form-data'], response: { 201: recording } } },
    async (request, reply) => {
      const { path, fields } = await receive(request, library);
      try {
        const said = readFields(fields);
        const { areaId, actor } = await placeFor(request, said);
        const made = await library.upload(path, { ...said, areaId, createdBy: actor.accountId });
        return reply.code(201).send(await one(made, actor));
      } catch (error) {
        await library.discard(path);
        throw error;
      }
    },
  );
  app.post(
    '/api/recordings/speech',
    { config: change, schema: { body: newSpeech, response: { 201: recording } } },
    async (request, reply) => {
      const { areaId, actor } = await placeFor(request, request.body);
      const made = await library.speak({ ...request.body, areaId, createdBy: actor.accountId });
      return reply.code(201).send(await one(made, actor));
    },
  );
  app.get('/api/recordings', { config: read, schema: { response: { 200: listOf(recording) } } }, async request => {
    const actor = actorOf(request);
    return { items: await answers(await recordingsUnder(db, pathsWith(actor, 'read')), actor) };
  });
  app.get(
    '/api/recordings/:id',
    { config: read, schema: { params: byId, response: { 200: recording } } },
    async request => {
      const { stored, actor } = await found(request, request.params.id);
      return one(stored, actor);
    },
  );
  app.patch(
    '/api/recordings/:id',
    { config: change, schema: { params: byId, body: recordingChange, response: { 200: recording } } },
    async request => {
      const { stored, actor } = await found(request, request.params.id);
      return one(await library.change(stored.id, request.body), actor);
    },
  );
  app.delete(
    '/api/recordings/:id',
    { config: change, schema: { params: byId, response: { 200: done } } },
    async request => {
      const { stored } = await found(request, request.params.id);
      await library.remove(stored.id);
      return { ok: true as const };
    },
  );
  app.get(
    '/api/recordings/:id/audio',
    { config: read, schema: { params: byId, response: { 200: z.any(), 206: z.any() } } },
    async (request, reply) => {
      const { stored } = await found(request, request.params.id);
      if (stored.sha256 === null) throw new LoaError('not_ready', { titles: stored.title });
      return audio(request, reply, stored.sha256);
    },
  );
  app.get('/api/chimes', { config: read, schema: { response: { 200: listOf(chime) } } }, async request => {
    const { language } = actorOf(request);
    return {
      items: [...library.clips.routine.values()].map(({ name, durationMs, title }) => ({
        name,
        durationMs,
        title: title[language],
      })),
    };
  });
  app.get(
    '/api/chimes/:name/audio',
    { config: read, schema: { params: byName, response: { 200: z.any(), 206: z.any() } } },
    async (request, reply) => {
      const clip = library.clips.byName.get(request.params.name);
      if (!clip) throw new LoaError('not_found', { what: request.params.name });
      return audio(request, reply, clip.recording);
    },
  );

  async function audio(request: FastifyRequest, reply: FastifyReply, sha256: string) {
    const list = await library.chunksOf(sha256);
    if (!list) throw new LoaError('audio_corrupt');
    return sendAudio(request, reply, {
      length: list.length,
      name: sha256,
      read: async (from, count) => {
        const bytes = await library.read(sha256, from, count);
        if (!bytes) throw new LoaError('audio_corrupt');
        return bytes;
      },
    });
  }
}

/** Takes the one file to a private place, and the fields before and after it. */
async function receive(request: FastifyRequest, library: Library) {
  if (!request.isMultipart()) throw new LoaError('bad_request', { where: 'content-type', why: 'multipart/form-data' });
  const fields: Record<string, unknown> = {};
  let path: string | null = null;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') path = await library.receive(part.file);
      else if (typeof part.value === 'string' && part.value !== '') fields[part.fieldname] = part.value;
    }
  } catch (error) {
    if (path !== null) await library.discard(path);
    throw error;
  }
  if (path === null) throw new LoaError('bad_request', { where: 'file', why: 'missing' });
  return { path, fields };
}

function readFields(fields: Record<string, unknown>): z.infer<typeof uploadFields> {
  const read = uploadFields.safeParse(fields);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new LoaError('bad_request', { where: issue?.path.join('.') ?? 'fields', why: issue?.message ?? '' });
}

const answer = (
  stored: StoredRecording,
  progress: number,
  nameOf: (accountId: string) => string,
  language: 'vi' | 'en',
): Recording => ({
  id: stored.id,
  title: stored.title,
  language: stored.language,
  areaId: stored.areaId,
  state: stored.state,
  progress,
  error: stored.error && { code: stored.error.code, message: stored.error[language] },
  durationMs: stored.durationMs,
  sha256: stored.sha256,
  bytes: stored.bytes,
  loudnessLufs: stored.loudnessLufs,
  waveform: stored.waveform,
  source: stored.source,
  voice: stored.voice,
  text: stored.text,
  spokenText: stored.spokenText,
  versionOf: stored.groupId === stored.id ? null : stored.groupId,
  createdAt: new Date(stored.createdAt).toISOString(),
  createdBy: nameOf(stored.createdBy),
});
