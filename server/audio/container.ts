// The first bytes of an upload flow in; what it is flows out: a container of sound that we read, or what it seems to be instead.
// Names and media types that a browser sends are never asked.

import type { FileHandle } from 'node:fs/promises';

/** Containers we read; each is forced upon ffmpeg, which is never left to guess. */
export type Container = 'mp3' | 'aac' | 'mp4' | 'wav' | 'ogg' | 'flac' | 'matroska' | 'amr' | 'aiff' | 'caf' | 'asf';

export type Sniffed = { container: Container } | { seems: string };

const headBytes = 4096;

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** Length in bytes of the MPEG audio frame (layer II or III) at `at`, undefined where there is none. */
const mpegFrame = (bytes: Uint8Array, at: number): number | undefined => {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xe0) !== 0xe0) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3; // 3 = MPEG 1, 2 = MPEG 2, 0 = MPEG 2.5
  const layer = (bytes[at + 1]! >> 1) & 3; // 1 = III, 2 = II
  const rateIndex = (bytes[at + 2]! >> 2) & 3;
  const bitrateIndex = bytes[at + 2]! >> 4;
  if (version === 1 || (layer !== 1 && layer !== 2) || rateIndex === 3 || bitrateIndex === 0 || bitrateIndex === 15)
    return undefined;
  const full = version === 3;
  const table = full
    ? layer === 1
      ? [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
      : [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
    : [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  const rate = [44_100, 48_000, 32_000][rateIndex]! / (full ? 1 : version === 2 ? 2 : 4);
  const samples = layer === 1 && !full ? 576 : 1152;
  return Math.floor(((samples / 8) * table[bitrateIndex - 1]! * 1000) / rate) + ((bytes[at + 2]! >> 1) & 1);
};

const adtsFrame = (bytes: Uint8Array, at: number): number | undefined => {
  if (at + 6 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) return undefined;
  const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  return length > 7 ? length : undefined;
};

/** Whether a frame stands at `at` and another where it ends, or the file ends there: one alone may be chance. */
const follows = (frame: typeof mpegFrame, bytes: Uint8Array, at: number): boolean => {
  const length = frame(bytes, at);
  if (length === undefined) return false;
  return (
    frame(bytes, at + length) !== undefined || (at === 0 && bytes.length < headBytes && at + length >= bytes.length)
  );
};

const beginnings: [string, string][] = [
  ['%PDF', 'PDF'],
  ['PK\x03\x04', 'ZIP'],
  ['\xff\xd8\xff', 'JPEG'],
  ['\x89PNG', 'PNG'],
  ['GIF8', 'GIF'],
  ['BM', 'BMP'],
  ['MZ', 'EXE'],
  ['\x7fELF', 'ELF'],
  ['Rar!', 'RAR'],
  ['7z\xbc\xaf', '7Z'],
  ['\x1f\x8b', 'GZIP'],
  ['\xd0\xcf\x11\xe0', 'DOC'],
  ['#EXTM3U', 'M3U'],
  ['ffconcat', 'FFCONCAT'],
  ['MThd', 'MIDI'],
  ['FLV', 'FLV'],
];

const isText = (bytes: Uint8Array): boolean =>
  bytes.every(byte => byte >= 32 || byte === 9 || byte === 10 || byte === 13) ||
  (bytes[0] === 0xff && bytes[1] === 0xfe) ||
  (bytes[0] === 0xfe && bytes[1] === 0xff);

const sniffBytes = (bytes: Uint8Array): Sniffed => {
  const start = ascii(bytes, 0, 12);
  if (start.startsWith('RIFF') || start.startsWith('RF64')) {
    const form = start.slice(8);
    return form === 'WAVE' ? { container: 'wav' } : { seems: form.replaceAll(/\W/g, '') || 'RIFF' };
  }
  if (start.startsWith('FORM') && start.slice(8).startsWith('AIF')) return { container: 'aiff' };
  if (start.startsWith('OggS')) return { container: 'ogg' };
  if (start.startsWith('fLaC')) return { container: 'flac' };
  if (start.startsWith('\x1a\x45\xdf\xa3')) return { container: 'matroska' };
  if (start.startsWith('#!AMR')) return { container: 'amr' };
  if (start.startsWith('caff')) return { container: 'caf' };
  if (start.startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11')) return { container: 'asf' };
  const box = start.slice(4, 8);
  if (box === 'ftyp') {
    return /^(heic|heix|mif1|avif|msf1)$/.test(start.slice(8)) ? { seems: 'HEIC' } : { container: 'mp4' };
  }
  if (/^(moov|mdat|wide|skip|free|pnot)$/.test(box)) return { container: 'mp4' };
  const known = beginnings.find(([beginning]) => start.startsWith(beginning));
  if (known !== undefined) return { seems: known[1] };
  if (isText(bytes)) return { seems: /<(!doctype )?html/i.test(ascii(bytes, 0, 512)) ? 'HTML' : 'TXT' };
  if (follows(adtsFrame, bytes, 0)) return { container: 'aac' };
  for (let at = 0; at < bytes.length - 4; at++) if (follows(mpegFrame, bytes, at)) return { container: 'mp3' };
  return { seems: '?' };
};

/** Looks at an upload's first bytes, and behind an ID3 tag where there is one. */
export const sniffContainer = async (file: FileHandle): Promise<Sniffed> => {
  const read = async (position: number): Promise<Uint8Array> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, position);
    return buffer.subarray(0, bytesRead);
  };
  const head = await read(0);
  if (ascii(head, 0, 3) !== 'ID3' || head.length < 10) return sniffBytes(head);
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (head[at]! & 0x7f), 0);
  const behind = await read(10 + size);
  const sniffed = behind.length === 0 ? { seems: '?' } : sniffBytes(behind);
  // A tag, then padding longer than we look at: still an MP3 by its tag, and the forced demuxer has the last word.
  return 'seems' in sniffed && sniffed.seems === '?' ? { container: 'mp3' } : sniffed;
};
