// The device's memory of what it was told and what it did: append-only JSON lines with a checksum each, durable when `add`
// resolves. Lines that wait for the disk go down together in one write. A torn last line is cut off, a spoilt one passed over.
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { fact } from '../protocol/delivery.ts';
import { id } from '../protocol/id.ts';
import { play } from '../protocol/order.ts';
import type { Disk } from './disk.ts';
import type { Log } from './log.ts';

const counter = z.int().nonnegative();

const line = z.discriminatedUnion('k', [
  /** First line. `seq` is the last number given away before this file was last rewritten. */
  z.object({ k: z.literal('journal'), id: id('jo'), seq: counter }),
  /** Server time at which this journal was first welcomed; nothing routine issued before it plays until `cleared`. */
  z.object({ k: z.literal('born'), at: counter }),
  z.object({ k: z.literal('cleared'), finished: z.array(z.string()) }),
  /** A signed sentence that was taken, byte for byte as it came (base64), and the server time of that. */
  z.object({ k: z.literal('sentence'), frame: z.base64(), at: counter }),
  z.object({
    k: z.literal('starting'),
    broadcastId: z.string(),
    revision: z.int().min(1),
    at: counter,
    resumes: counter.optional(),
  }),
  /** A going-out of an order that repeats has ended; so many passes were heard whole so far. */
  z.object({
    k: z.literal('rested'),
    broadcastId: z.string(),
    revision: z.int().min(1),
    at: counter,
    rounds: counter,
  }),
  /** An alert that somebody at the box sounded. */
  z.object({ k: z.literal('onSite'), play, preset: z.int().min(1).max(9), how: z.enum(['button', 'key', 'code']) }),
  z.object({ k: z.literal('fact'), fact }),
  z.object({ k: z.literal('recorded'), seq: counter }),
]);
export type Line = z.infer<typeof line>;

export interface Journal {
  id: string;
  add(...lines: Line[]): Promise<void>;
  /** Every line on disk. */
  read(): Promise<Line[]>;
  /** Puts what `change` makes of all lines in their place; what is added meanwhile comes after. */
  rewrite(change: (lines: Line[]) => Line[]): Promise<void>;
  bytes(): number;
}

const PATH = 'journal.jsonl';
const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
const written = (lines: readonly Line[]): Buffer =>
  Buffer.from(lines.map(each => JSON.stringify(each)).reduce((all, text) => `${all}${checksum(text)} ${text}\n`, ''));

/** The lines that can be trusted, and whether the text was whole. */
function parse(text: string): { lines: Line[]; whole: boolean } {
  const lines: Line[] = [];
  const rows = text.split('\n');
  let whole = rows.pop() === '';
  for (const row of rows) {
    const body = row.slice(9);
    const parsed = checksum(body) === row.slice(0, 8) ? line.safeParse(JSON.parse(body)) : null;
    if (parsed?.success) lines.push(parsed.data);
    else whole = false;
  }
  return { lines, whole };
}

/** Opens the journal of this device, or begins one with the id `makeId` gives. */
export async function openJournal(parts: { disk: Disk; makeId: () => string; log: Log }): Promise<Journal> {
  const { disk, log } = parts;
  const found = parse(Buffer.from((await disk.read(PATH)) ?? new Uint8Array(0)).toString('utf8'));
  const head = found.lines.find(each => each.k === 'journal');
  const journalId = head?.id ?? parts.makeId();
  let size = 0;
  if (!head || !found.whole) {
    if (found.lines.length > 0)
      log.warn({ lines: found.lines.length }, 'the journal was cut short and has been mended');
    const kept: Line[] = head ? found.lines : [{ k: 'journal', id: journalId, seq: 0 }];
    const bytes = written(kept);
    await disk.replace(PATH, bytes);
    size = bytes.length;
  } else size = written(found.lines).length;

  interface Waiting {
    lines: Line[];
    change: ((lines: Line[]) => Line[]) | undefined;
    done: () => void;
    broken: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let busy = false;

  async function readAll(): Promise<Line[]> {
    const bytes = await disk.read(PATH);
    return parse(Buffer.from(bytes ?? new Uint8Array(0)).toString('utf8')).lines;
  }

  async function write(batch: Waiting[]): Promise<void> {
    const change = batch[0]?.change;
    if (change) {
      const bytes = written(change(await readAll()));
      await disk.replace(PATH, bytes);
      size = bytes.length;
      return;
    }
    const bytes = written(batch.flatMap(each => each.lines));
    await disk.append(PATH, bytes);
    size += bytes.length;
  }

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      // A rewriting goes alone; lines go together up to the next one.
      const end = waiting[0]?.change ? 1 : waiting.findIndex(each => each.change);
      const batch = waiting.splice(0, end < 0 ? waiting.length : end);
      try {
        await write(batch);
        for (const each of batch) each.done();
      } catch (error) {
        for (const each of batch) each.broken(error);
      }
    }
    busy = false;
  }

  const enqueue = (lines: Line[], change?: (lines: Line[]) => Line[]) =>
    new Promise<void>((done, broken) => {
      waiting.push({ lines, change, done, broken });
      if (!busy) void drain();
    });

  return {
    id: journalId,
    add: (...lines) => enqueue(lines),
    read: readAll,
    rewrite: change => enqueue([], change),
    bytes: () => size,
  };
}
