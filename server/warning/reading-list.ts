// Readings as a gauge's program sends them, as text with the columns `at,levelM`, flow in; all of them, or the first line that is
// wrong, flow out.
import { z } from 'zod';
import { type newReadings, reading } from '../../protocol/api/warnings.ts';
import { LoaError } from '../errors.ts';
import type { StoredReading } from '../store/gauges.ts';

const MOST = 5000;

/** Local times with their offset are read as well. */
const line = z.object({ at: z.iso.datetime({ offset: true }), levelM: reading.shape.levelM });

/** Throws `bad_readings` with the line as a person counts it. */
export function readReadings(given: z.infer<typeof newReadings> | string): StoredReading[] {
  if (typeof given !== 'string')
    return given.map(one => ({
      at: Date.parse(one.at),
      levelM: one.levelM,
      interpolated: one.interpolated === true,
    }));
  const lines = given
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((text, i) => ({ text: text.trim(), line: i + 1 }))
    .filter(one => one.text !== '');
  const body = /^at\s*[,;\t]/i.test(lines[0]?.text ?? '') ? lines.slice(1) : lines;
  if (body.length === 0) throw new LoaError('bad_readings', { line: 1, why: 'at,levelM' });
  if (body.length > MOST) throw new LoaError('bad_readings', { line: body[MOST]?.line, why: `> ${MOST}` });
  return body.map(readLine);
}

function readLine({ text, line: number }: { text: string; line: number }): StoredReading {
  const cells = text.split(/[,;\t]/).map(cell => cell.trim());
  const [at = '', level = ''] = cells;
  const wrong = (why: string): never => {
    throw new LoaError('bad_readings', { line: number, why });
  };
  if (cells.length !== 2) return wrong(`at,levelM ≠ “${text.slice(0, 60)}”`);
  const read = line.safeParse({ at, levelM: /^[+-]?\d+(\.\d+)?$/.test(level) ? Number(level) : Number.NaN });
  if (read.success) return { at: Date.parse(read.data.at), levelM: read.data.levelM, interpolated: false };
  const where = read.error.issues[0]?.path[0] === 'at' ? at : level;
  return wrong(`“${where.slice(0, 60)}”`);
}
