// The client's half of RFC 6455, as little as an agent needs: a handshake, masked text out, whole unfragmented frames in.
import { randomBytes } from 'node:crypto';

export const handshake = (host: string): string =>
  [
    'GET /device HTTP/1.1',
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');

const HANDSHAKE_END = Buffer.from('\r\n\r\n');

/** What follows the server's answer to the handshake; null while it is not all there. Throws if it refused. */
export function afterHandshake(bytes: Buffer): Buffer | null {
  const end = bytes.indexOf(HANDSHAKE_END);
  if (end < 0) return null;
  const line = bytes.toString('latin1', 0, bytes.indexOf('\r\n'));
  if (!line.startsWith('HTTP/1.1 101 ')) throw new Error(`the server answered the handshake with ${line}`);
  return bytes.subarray(end + HANDSHAKE_END.length);
}

const TEXT = 0x81;

/** A masked text frame. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new Error('longer than an agent says');
  const head = length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(head + 4 + length);
  frame[0] = TEXT;
  if (head === 2) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.writeUInt32BE(Math.floor(Math.random() * 2 ** 32), head);
  frame.write(text, head + 4);
  for (let at = 0; at < length; at++) frame[head + 4 + at]! ^= frame[head + (at & 3)]!;
  return frame;
}

const OPCODES: Record<number, 'text' | 'binary' | 'close'> = { 1: 'text', 2: 'binary', 8: 'close' };

/** Calls `each` for every whole frame in `bytes` and answers what is left over. */
export function readFrames(
  bytes: Buffer,
  each: (type: 'text' | 'binary' | 'close', payload: Buffer) => void,
): Buffer | null {
  let at = 0;
  while (bytes.length - at >= 2) {
    let length = bytes[at + 1]! & 0x7f;
    let head = 2;
    if (length === 126) {
      if (bytes.length - at < 4) break;
      length = bytes.readUInt16BE(at + 2);
      head = 4;
    } else if (length === 127) throw new Error('longer than a server says');
    if (bytes.length - at < head + length) break;
    const type = OPCODES[bytes[at]! & 0x0f];
    if (type === undefined) throw new Error(`a frame of opcode ${bytes[at]! & 0x0f}`);
    each(type, bytes.subarray(at + head, at + head + length));
    at += head + length;
  }
  return at === bytes.length ? null : bytes.subarray(at);
}
