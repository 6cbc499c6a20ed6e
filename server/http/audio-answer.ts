// Audio to listen to on a phone: the whole, or the one range that a player asks for (RFC 9110, 14).
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface AudioAnswer {
  length: number;
  /** Names the content for good. */
  name: string;
  read(from: number, count: number): Promise<Uint8Array>;
}

type Range = { from: number; to: number } | 'whole' | 'unsatisfiable';

/** A header of several ranges, or of another unit, is answered with the whole. */
export function readRange(header: string | undefined, length: number): Range {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = found ?? [];
  if (!found || (first === '' && last === '')) return 'whole';
  if (first === '')
    return Number(last) === 0 ? 'unsatisfiable' : { from: Math.max(0, length - Number(last)), to: length - 1 };
  const from = Number(first);
  const to = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (last !== '' && Number(last) < from) return 'whole';
  return from >= length ? 'unsatisfiable' : { from, to };
}

export async function sendAudio(
  request: FastifyRequest,
  reply: FastifyReply,
  audio: AudioAnswer,
): Promise<FastifyReply> {
  const range = readRange(request.headers.range, audio.length);
  reply
    .type('audio/ogg')
    .header('accept-ranges', 'bytes')
    .header('etag', `"${audio.name}"`)
    .header('cache-control', 'private, max-age=86400');
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${audio.length}`).send();
  }
  if (range === 'whole') return reply.send(Buffer.from(await audio.read(0, audio.length)));
  return reply
    .code(206)
    .header('content-range', `bytes ${range.from}-${range.to}/${audio.length}`)
    .send(Buffer.from(await audio.read(range.from, range.to - range.from + 1)));
}
