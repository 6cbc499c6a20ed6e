// WS /feed: a signed-in browser on one of our own pages listens to the live board, as far as its rights reach.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { FeedMessage } from '../../protocol/feed.ts';
import type { Actor } from '../people/rights.ts';

/** A page that does not read fast enough is dropped; it comes back and reads the whole page again. */
const BACKSTOP_BYTES = 1024 * 1024;

export interface FeedParts {
  allowsOrigin(origin: string | undefined): boolean;
  /** The person behind the session cookie of this `Cookie` header; null if there is none. */
  actorOf(cookieHeader: string | undefined): Promise<Actor | null>;
  sees(actor: Actor, message: FeedMessage): boolean;
  subscribe(listener: (message: FeedMessage) => void): () => void;
}

export function createFeed(parts: FeedParts): {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
} {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1024 });

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (!parts.allowsOrigin(request.headers.origin)) return refuse(socket, '403 Forbidden');
    const actor = await parts.actorOf(request.headers.cookie);
    if (!actor) return refuse(socket, '401 Unauthorized');
    server.handleUpgrade(request, socket, head, page => {
      const unsubscribe = parts.subscribe(message => {
        if (page.readyState !== page.OPEN || !parts.sees(actor, message)) return;
        page.send(JSON.stringify(message));
        if (page.bufferedAmount > BACKSTOP_BYTES) page.terminate();
      });
      page.on('close', unsubscribe);
      page.on('error', () => page.terminate());
    });
  }

  return {
    upgrade(request, socket, head) {
      admit(request, socket, head).catch(() => socket.destroy());
    },
    close() {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
};
