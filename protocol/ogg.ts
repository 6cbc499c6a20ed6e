// Bytes of an Ogg stream flow in, split anywhere; checked pages flow out (RFC 3533).
// Nothing is guessed: a wrong byte throws an OggError, since our audio is either verified or not played.

export interface OggPage {
  serial: number;
  sequence: number;
  /** Position at the end of the last packet that ends on this page; undefined where none ends here. */
  granule: number | undefined;
  first: boolean;
  last: boolean;
  /** The first of `packets` goes on from the page before. */
  continued: boolean;
  /** The last of `packets` goes on in the next page. */
  open: boolean;
  packets: Uint8Array[];
}

export class OggError extends Error {
  constructor(why: string) {
    super(`Ogg stream: ${why}`);
    this.name = 'OggError';
  }
}

const capture = [0x4f, 0x67, 0x67, 0x53];
const fixedHeader = 27;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** The checksum of a page: CRC-32 of polynomial 0x04c11db7, unreflected; the page's own field (bytes 22–25) counts as zero. */
export const oggCrc = (page: Uint8Array): number => {
  let crc = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : page[at]!;
    crc = (crc << 8) ^ crcTable[((crc >>> 24) ^ byte) & 0xff]!;
  }
  return crc >>> 0;
};

/** Length of the page that begins `bytes`, undefined while its header is not whole; throws as soon as it cannot be a page. */
const pageLength = (bytes: Uint8Array): number | undefined => {
  for (let at = 0; at < Math.min(4, bytes.length); at++) {
    if (bytes[at] !== capture[at]) throw new OggError('a page does not begin where it should');
  }
  if (bytes.length > 4 && bytes[4] !== 0) throw new OggError(`unknown version ${bytes[4]}`);
  if (bytes.length < fixedHeader) return undefined;
  const segments = bytes[26]!;
  if (bytes.length < fixedHeader + segments) return undefined;
  let length = fixedHeader + segments;
  for (let at = fixedHeader; at < fixedHeader + segments; at++) length += bytes[at]!;
  return length;
};

const readPage = (bytes: Uint8Array): OggPage => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(22, true) !== oggCrc(bytes)) throw new OggError('a page fails its checksum');
  const segments = bytes[26]!;
  const packets: Uint8Array[] = [];
  let start = fixedHeader + segments;
  let end = start;
  for (let at = fixedHeader; at < fixedHeader + segments; at++) {
    end += bytes[at]!;
    if (bytes[at]! < 255) {
      packets.push(bytes.slice(start, end));
      start = end;
    }
  }
  const open = segments > 0 && bytes[fixedHeader + segments - 1] === 255;
  if (open) packets.push(bytes.slice(start, end));
  const granule = view.getBigInt64(6, true);
  if (granule < -1n || granule > BigInt(Number.MAX_SAFE_INTEGER))
    throw new OggError('a page claims an impossible position');
  const flags = bytes[5]!;
  return {
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    granule: granule === -1n ? undefined : Number(granule),
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
    open,
    packets,
  };
};

/** One whole page, as a live chunk carries it: neither a byte less nor a byte more. */
export const parseOggPage = (bytes: Uint8Array): OggPage => {
  if (pageLength(bytes) !== bytes.length) throw new OggError('not exactly one page');
  return readPage(bytes);
};

export interface OggPageReader {
  /** The pages that these bytes complete; packets are copies, so the caller may reuse its buffer. */
  push(bytes: Uint8Array): OggPage[];
  /** Call when no more bytes come: throws if they stopped inside a page. */
  end(): void;
}

export const createOggPageReader = (): OggPageReader => {
  let rest = new Uint8Array(0);
  return {
    push(bytes) {
      let work = bytes;
      if (rest.length > 0) {
        work = new Uint8Array(rest.length + bytes.length);
        work.set(rest);
        work.set(bytes, rest.length);
      }
      const pages: OggPage[] = [];
      for (;;) {
        const length = pageLength(work);
        if (length === undefined || length > work.length) break;
        pages.push(readPage(work.subarray(0, length)));
        work = work.subarray(length);
      }
      rest = work.slice();
      return pages;
    },
    end() {
      if (rest.length > 0) throw new OggError('the stream stops inside a page');
    },
  };
};
