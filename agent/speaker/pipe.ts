// A loudspeaker behind a program: samples go to its standard input at the pace of real time (s16le, mono, 48 kHz). The program
// is started without a shell, and again when it dies.

import { type ChildProcess, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { every, type Time } from '../../protocol/time.ts';
import { SAMPLE_RATE, type Speaker, type SpeakerRoom } from './speaker.ts';

const AWAKE_MS = 20;
const RESTING_MS = 200;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;
/** A program that holds this much back has stopped listening. */
const STUCK_BYTES = 4 * SAMPLE_RATE;
/** It has held for this long before it counts as mended. */
const STEADY_MS = 2000;
const LARGEST = SAMPLE_RATE / 4;

/** Words of a command line; quotes hold words together and nothing else is special. Null if a quote is left open. */
export function splitCommand(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const letter of text) {
    if (quote !== null) {
      if (letter === quote) quote = null;
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (letter === ' ' || letter === '\t') {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + letter;
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}

export function pipeSpeaker(parts: { time: Time; command: readonly string[] }): Speaker {
  const { time } = parts;
  const [program = '', ...args] = parts.command;
  let room: SpeakerRoom | null = null;
  let child: ChildProcess | null = null;
  let startedAt = 0;
  let next = 0;
  let awake = false;
  let faulty = false;
  let retryMs = FIRST_RETRY_MS;
  let cancelRetry: () => void = () => undefined;
  let cancelTick: () => void = () => undefined;

  function died(why: string): void {
    child = null;
    if (room === null) return;
    if (!faulty) room.fault(`${basename(program)}: ${why}`);
    faulty = true;
    cancelRetry = time.after(retryMs, launch);
    retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
  }

  function launch(): void {
    const own = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    child = own;
    startedAt = time.monotonic();
    next = startedAt;
    let over = false;
    const once = (why: string) => {
      if (over) return;
      over = true;
      own.kill('SIGKILL');
      if (child === own) died(why);
    };
    own.on('error', error => once(error.message));
    own.on('exit', (code, signal) => once(`ended (${signal ?? code})`));
    own.stdin?.on('error', error => once(error.message));
  }

  function feed(): void {
    const stdin = child?.stdin;
    if (!stdin || room === null) return;
    if (stdin.writableLength > STUCK_BYTES) {
      child?.kill('SIGKILL');
      return;
    }
    if (faulty && time.monotonic() - startedAt > STEADY_MS) {
      faulty = false;
      retryMs = FIRST_RETRY_MS;
      room.mended();
    }
    if (time.monotonic() - next > 1000) next = time.monotonic();
    for (;;) {
      const due = Math.floor(((time.monotonic() - next) * SAMPLE_RATE) / 1000);
      if (due < 1) return;
      // A new block each time: the stream keeps it until the program has read it.
      const samples = new Int16Array(Math.min(due, LARGEST));
      room.render(samples, next);
      stdin.write(new Uint8Array(samples.buffer));
      next += (samples.length * 1000) / SAMPLE_RATE;
    }
  }

  function pace(): void {
    cancelTick();
    cancelTick = every(time, awake ? AWAKE_MS : RESTING_MS, feed);
  }

  return {
    describe: `pipe:${parts.command.join(' ')}`.slice(0, 200),
    measures: false,
    async open(opened) {
      room = opened;
      launch();
      pace();
    },
    wake() {
      if (awake) return;
      awake = true;
      feed();
      pace();
    },
    rest() {
      if (!awake) return;
      awake = false;
      pace();
    },
    async close() {
      room = null;
      cancelTick();
      cancelRetry();
      const last = child;
      if (!last) return;
      await new Promise<void>(resolve => {
        last.once('exit', () => resolve());
        last.stdin?.end();
        time.after(300, () => {
          last.kill('SIGTERM');
          resolve();
        });
      });
    },
  };
}
