// A device's disk in memory that can lose power: what was not made durable may be gone, what was torn is torn.
import type { Disk } from '../../agent/disk.ts';

export interface MemoryDisk extends Disk {
  /** The disk as it is found after a power cut: of every `writeAt` since the last durable moment nothing is left, and of a file being appended to only `torn` bytes of the last, unfinished append. */
  afterPowerCut(torn?: number): MemoryDisk;
  /** From now on appends and replacements never finish (the power goes while they run). */
  stall(): void;
  /** From now on every write fails. */
  fail(why: string | null): void;
  /** The bytes of a file, to be looked at or spoilt by hand. */
  file(path: string): Uint8Array | undefined;
  put(path: string, bytes: Uint8Array): void;
  paths(): string[];
}

export function memoryDisk(durable = new Map<string, Uint8Array>()): MemoryDisk {
  /** What programs see; `durable` is what a power cut leaves. */
  const seen = new Map<string, Uint8Array>([...durable].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
  const hanging = new Map<string, Uint8Array>();
  let stalled = false;
  let broken: string | null = null;

  const check = () => {
    if (broken !== null) throw new Error(broken);
  };
  const never = () => new Promise<void>(() => undefined);
  const join = (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b]);
  const grown = (bytes: Uint8Array, length: number): Uint8Array => {
    if (bytes.length >= length) return bytes;
    const more = new Uint8Array(length);
    more.set(bytes);
    return more;
  };

  return {
    async read(path) {
      const bytes = seen.get(path);
      return bytes ? Uint8Array.from(bytes) : null;
    },
    async readAt(path, offset, length) {
      return Uint8Array.from((seen.get(path) ?? new Uint8Array(0)).subarray(offset, offset + length));
    },
    async writeAt(path, offset, bytes) {
      check();
      const file: Uint8Array = grown(seen.get(path) ?? new Uint8Array(0), offset + bytes.length);
      file.set(bytes, offset);
      seen.set(path, file);
    },
    async replace(path, bytes) {
      check();
      if (stalled) return never();
      seen.set(path, Uint8Array.from(bytes));
      durable.set(path, Uint8Array.from(bytes));
    },
    async append(path, bytes) {
      check();
      if (stalled) {
        hanging.set(path, bytes);
        return never();
      }
      const whole = Buffer.concat([seen.get(path) ?? new Uint8Array(0), bytes]);
      seen.set(path, whole);
      durable.set(path, Uint8Array.from(whole));
    },
    async remove(path) {
      seen.delete(path);
      durable.delete(path);
    },
    async list(folder) {
      return [...seen]
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, bytes]) => ({ name: path.slice(folder.length + 1), bytes: bytes.length, changedAt: 0 }));
    },
    afterPowerCut(torn = 0) {
      const left = new Map([...durable].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
      for (const [path, bytes] of hanging)
        left.set(path, join(left.get(path) ?? new Uint8Array(0), bytes.subarray(0, torn)));
      return memoryDisk(left);
    },
    stall() {
      stalled = true;
    },
    fail(why) {
      broken = why;
    },
    file: path => seen.get(path),
    put(path, bytes) {
      seen.set(path, Uint8Array.from(bytes));
      durable.set(path, Uint8Array.from(bytes));
    },
    paths: () => [...seen.keys()],
  };
}
