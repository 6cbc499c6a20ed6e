// A loudspeaker that is a file: a real-time line with silence, so that a test can say when each sample would have been heard.
// Sample n sounds at t0 + n/48000, t0 in server time; it stands in `FILE.json`. The header is valid after every write.
import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import type { Time } from '../../protocol/time.ts';
import type { ServerClock } from '../clock.ts';
import { SAMPLE_RATE, type Speaker, type SpeakerRoom } from './speaker.ts';

const HEADER_BYTES = 44;
const AWAKE_MS = 40;
const RESTING_MS = 250;
const LARGEST = SAMPLE_RATE / 5;
/** A RIFF length is 32 bits; after 12 hours it stays at its largest. */
const LARGEST_DATA = 0xffffffff - HEADER_BYTES;

export function wavSpeaker(parts: { time: Time; clock: ServerClock; path: string }): Speaker {
  const { time, clock, path } = parts;
  const block = new Int16Array(LARGEST);
  let room: SpeakerRoom | null = null;
  let file: number | null = null;
  let t0: number | null = null;
  let written = 0;
  let awake = false;
  let broken = false;
  let cancel: () => void = () => undefined;

  function begin(): void {
    if (t0 !== null || clock.uncertaintyMs() === null) return;
    t0 = Math.round(clock.now());
    writeFileSync(`${path}.json`, `${JSON.stringify({ t0, rate: SAMPLE_RATE })}\n`);
  }

  /** Brings the line up to this moment: rendered while awake, silence by extending the file while not. */
  function advance(): void {
    begin();
    if (t0 === null || file === null) return;
    let due = Math.floor(((clock.now() - t0) * SAMPLE_RATE) / 1000) - written;
    if (due < 1) return;
    if (!awake) {
      written += due;
      ftruncateSync(file, HEADER_BYTES + written * 2);
      due = 0;
    }
    while (due > 0) {
      const samples = block.subarray(0, Math.min(due, LARGEST));
      room?.render(samples, clock.monotonicAt(t0 + (written * 1000) / SAMPLE_RATE));
      writeSync(
        file,
        new Uint8Array(samples.buffer, 0, samples.length * 2),
        0,
        samples.length * 2,
        HEADER_BYTES + written * 2,
      );
      written += samples.length;
      due -= samples.length;
    }
    writeSync(file, header(written * 2), 0, HEADER_BYTES, 0);
  }

  function guarded(work: () => void): void {
    try {
      work();
      if (broken) room?.mended();
      broken = false;
    } catch (error) {
      if (!broken) room?.fault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      broken = true;
    }
  }

  function tick(): void {
    cancel = time.after(awake ? AWAKE_MS : RESTING_MS, tick);
    guarded(advance);
  }

  return {
    describe: `wav:${path}`,
    measures: true,
    async open(opened) {
      room = opened;
      guarded(() => {
        file = openSync(path, 'w');
        writeSync(file, header(0), 0, HEADER_BYTES, 0);
      });
      tick();
    },
    wake() {
      if (awake) return;
      guarded(advance);
      awake = true;
      cancel();
      tick();
    },
    rest() {
      if (!awake) return;
      guarded(advance);
      awake = false;
    },
    async close() {
      cancel();
      guarded(advance);
      if (file !== null) closeSync(file);
      file = null;
      room = null;
    },
  };
}

function header(dataBytes: number): Buffer {
  const data = Math.min(dataBytes, LARGEST_DATA);
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + data, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(data, 40);
  return bytes;
}
