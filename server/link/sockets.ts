// Real WebSockets on /device: upgrades that fit the limits become wires for the gateway.
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Wire, WireEvents } from '../../protocol/wire.ts';

/** Control frames only: audio goes the other way. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** Files and sockets that the rest of the program needs. */
const SPARE_FILES = 512;

/** How many sockets this process may hold: the system's limit of open files less what the program itself needs. */
export function socketLimit(limits = '/proc/self/limits'): number {
  const found = /^Max open files\s+(\d+)/m.exec(readFileSync(limits, 'utf8'));
  return found ? Math.max(64, Number(found[1]) - SPARE_FILES) : 4096;
}

/** Handles `upgrade` requests for /device; above `limit` open sockets they are refused instead of crashing the process. */
export function createSockets(parts: { accept: (wire: Wire, address: string) => WireEvents; limit: number }): {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Drops what is still open. */
  close(): void;
} {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES });
  return {
    upgrade(request, socket, head) {
      if (server.clients.size >= parts.limit) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 30\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, webSocket => {
        const events = parts.accept(wireOf(webSocket), request.socket.remoteAddress ?? 'unknown');
        webSocket.on('message', (data: Buffer, isBinary) => events.message(isBinary ? data : data.toString('utf8')));
        webSocket.on('close', (code, reason) => events.closed(code, reason.toString('utf8')));
        // The close event follows and tells the session.
        webSocket.on('error', () => webSocket.terminate());
      });
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

const wireOf = (webSocket: WebSocket): Wire => ({
  send: data => webSocket.readyState === webSocket.OPEN && webSocket.send(data),
  close: (code, reason) => webSocket.close(code, reason.slice(0, 120)),
  terminate: () => webSocket.terminate(),
  bufferedBytes: () => webSocket.bufferedAmount,
});
