// Writes a small FLAC of many hours: every frame says in a dozen bytes that 65,535 samples are alike (RFC 9639).

const rate = 8000;
const blockSamples = 65_535;

const crc = (bytes: number[], width: 8 | 16, polynomial: number): number => {
  const top = 1 << (width - 1);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) sum = ((sum & top ? (sum << 1) ^ polynomial : sum << 1) >>> 0) & (2 ** width - 1);
  }
  return sum;
};

/** Frame numbers are written like UTF-8. */
const utf8 = (value: number): number[] => [...Buffer.from(String.fromCodePoint(value))];

const frame = (number: number): number[] => {
  // Fixed blocks, 16-bit block size behind the header, 8 kHz, mono, 16 bit; one constant subframe.
  const header = [0xff, 0xf8, 0x74, 0x08, ...utf8(number), (blockSamples - 1) >> 8, (blockSamples - 1) & 0xff];
  const body = [...header, crc(header, 8, 0x07), 0x00, 0x20, 0x00];
  const sum = crc(body, 16, 0x8005);
  return [...body, sum >> 8, sum & 0xff];
};

/** A FLAC that holds `hours` and claims `claimedS` seconds (0: claims nothing). */
export const endlessFlac = (hours: number, claimedS: number): Uint8Array => {
  const info = new Uint8Array(34);
  const view = new DataView(info.buffer);
  view.setUint16(0, blockSamples);
  view.setUint16(2, blockSamples);
  view.setBigUint64(10, (BigInt(rate) << 44n) | (15n << 36n) | BigInt(claimedS * rate));
  const frames = Array.from({ length: Math.ceil((hours * 3600 * rate) / blockSamples) }, (_, number) => frame(number));
  return Uint8Array.from([...Buffer.from('fLaC'), 0x80, 0, 0, 34, ...info, ...frames.flat()]);
};
