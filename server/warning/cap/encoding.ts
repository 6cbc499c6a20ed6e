// Bytes of a file go in; its text comes out, by byte order mark, by the encoding that the XML declaration names, else UTF-8.
import type { Findings } from './findings.ts';

export const largestFile = 5 * 1024 * 1024;

const marks: { bytes: number[]; label: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], label: 'utf-8' },
  { bytes: [0xff, 0xfe], label: 'utf-16le' },
  { bytes: [0xfe, 0xff], label: 'utf-16be' },
];

const declaration = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/;

function labelOf(bytes: Uint8Array): string {
  const mark = marks.find(({ bytes: start }) => start.every((byte, i) => bytes[i] === byte));
  if (mark !== undefined) return mark.label;
  const start = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  return declaration.exec(start)?.[1]?.toLowerCase() ?? 'utf-8';
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The file's text without its byte order mark, or null with the reason among the findings. */
export function decode(file: Uint8Array | string, findings: Findings): string | null {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  if (bytes.length === 0) {
    findings.error('empty_file', '/');
    return null;
  }
  if (bytes.length > largestFile) {
    findings.error('too_large', '/', { max: largestFile / 1024 / 1024 });
    return null;
  }
  if (typeof file === 'string') return file.replace(/^\ufeff/, '');
  const label = labelOf(bytes);
  const decoder = decoderOf(label);
  if (decoder === null) {
    findings.error('encoding_unknown', '/', { name: label });
    return null;
  }
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    findings.error('encoding_invalid', '/', { name: label });
    return null;
  }
}
