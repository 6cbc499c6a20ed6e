// Opening a connection to the server: a URL in, a wire out. And reading what comes over it in text, parsed once.
import WebSocket from 'ws';
import { type FromServer, fromServer } from '../protocol/device.ts';
import type { Wire, WireEvents } from '../protocol/wire.ts';

export type ServerWord = FromServer;

/** Rejects where no connection came about; `events.closed` is called only after it resolved. */
export type Dial = (url: string, events: WireEvents) => Promise<Wire>;

const HANDSHAKE_MS = 10_000;
const LARGEST_MESSAGE = 1024 * 1024;

/** Connects over the network. */
export const dialWebSocket: Dial = (url, events) =>
  new Promise<Wire>((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: LARGEST_MESSAGE,
      handshakeTimeout: HANDSHAKE_MS,
    });
    socket.binaryType = 'nodebuffer';
    let opened = false;
    socket.on('open', () => {
      opened = true;
      resolve({
        send: data => socket.send(data),
        close: (code, reason) => socket.close(code, reason.slice(0, 100)),
        terminate: () => socket.terminate(),
        bufferedBytes: () => socket.bufferedAmount,
      });
    });
    socket.on('message', (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
      events.message(isBinary ? bytes : bytes.toString('utf8'));
    });
    // An `error` is always followed by `close`; before the connection stood it is the reason that nobody else would tell.
    socket.on('error', error => {
      if (!opened) reject(error);
    });
    socket.on('close', (code, reason) => {
      if (opened) events.closed(code, reason.toString('utf8'));
    });
  });

const KNOWN: ReadonlySet<string> = new Set(fromServer.options.map(option => option.shape.t.value));

/** A text frame from the server: a word, one from a newer server that we do not know, or a wrong shape. */
export function readText(
  text: string,
): { kind: 'word'; word: ServerWord } | { kind: 'unknown'; t: string } | { kind: 'wrong'; why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'wrong', why: 'no JSON' };
    throw error;
  }
  const t = typeof value === 'object' && value !== null && 't' in value ? value.t : null;
  if (typeof t !== 'string') return { kind: 'wrong', why: 'no t' };
  if (!KNOWN.has(t)) return { kind: 'unknown', t };
  const parsed = fromServer.safeParse(value);
  if (parsed.success) return { kind: 'word', word: parsed.data };
  return { kind: 'wrong', why: `${t}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}` };
}
