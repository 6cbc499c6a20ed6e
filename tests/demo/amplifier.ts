// An amplifier with a weak fuse, as a program behind `pipe:`: samples come in, and at the first sound it ends for good. The file
// named by its argument says that the fuse has gone.
import { existsSync, writeFileSync } from 'node:fs';

/** −40 dBFS. */
const LOUD = 328;

const fuse = process.argv[2];
if (fuse === undefined || existsSync(fuse)) process.exit(1);

let odd = Buffer.alloc(0);
process.stdin.on('data', (data: Buffer) => {
  const bytes = Buffer.concat([odd, data]);
  const whole = bytes.length & ~1;
  odd = bytes.subarray(whole);
  for (let at = 0; at < whole; at += 2) {
    if (Math.abs(bytes.readInt16LE(at)) < LOUD) continue;
    writeFileSync(fuse, 'blown\n');
    process.exit(1);
  }
});
