// The live board: listens to /feed, knows how old the figures are, and passes what it hears to whoever listens here.
import { computed, signal } from '@preact/signals';
import type { FeedMessage } from '../protocol/feed.ts';
import { reconnectDelay } from './reconnect.ts';

/** No tick for so long means that the figures are old. */
const OLD_AFTER_MS = 5_000;
/** A link silent for so long is given up and made anew. */
const DEAD_AFTER_MS = 9_000;

/** The wall clock, a beat a second, for everything that shows an age. */
export const clock = signal(Date.now());
/** When this phone last heard the server, by this phone's clock; null: not yet. */
export const heardAt = signal<number | null>(null);
/** The server's own time at that moment. */
export const figuresAt = signal<string | null>(null);
/** Rises each time the link comes back: what was read before is to be read again. */
export const returns = signal(0);

const startedAt = Date.now();
/** True while nothing has been heard for 5 s. */
export const lost = computed(() => clock.value - (heardAt.value ?? startedAt) > OLD_AFTER_MS);
/** This phone's clock may be wrong; the server's time is this far ahead of it, ms. */
export const serverAhead = signal(0);
export const serverNow = computed(() => clock.value + serverAhead.value);

const listeners = new Set<(message: FeedMessage) => void>();

/** The answer stops listening. */
export function listen(listener: (message: FeedMessage) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let socket: WebSocket | null = null;
let tries = 0;
let wanted = false;
let timer: ReturnType<typeof setTimeout> | undefined;

function heard(message: FeedMessage): void {
  if (message.t === 'tick') {
    const now = Date.now();
    const wasLost = heardAt.value === null || now - heardAt.value > OLD_AFTER_MS;
    serverAhead.value = Date.parse(message.at) - now;
    heardAt.value = now;
    figuresAt.value = message.at;
    clock.value = now;
    tries = 0;
    if (wasLost) returns.value++;
  }
  for (const listener of listeners) listener(message);
}

function connect(): void {
  if (!wanted || socket) return;
  clearTimeout(timer);
  const made = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/feed`);
  socket = made;
  // The server and this page come from one source tree, so its messages are trusted as feed.ts types them.
  made.onmessage = event => heard(JSON.parse(String(event.data)) as FeedMessage);
  made.onclose = () => {
    if (socket === made) socket = null;
    if (wanted) timer = setTimeout(connect, reconnectDelay(tries++, Math.random()));
  };
}

function drop(): void {
  const old = socket;
  socket = null;
  if (!old) return;
  old.onclose = null;
  old.onmessage = null;
  old.close();
}

function again(): void {
  if (!wanted || !lost.value) return;
  drop();
  connect();
}

/** Starts the seconds; called once by main. */
export function startClock(): void {
  setInterval(() => {
    clock.value = Date.now();
    const silence = clock.value - (heardAt.value ?? clock.value);
    if (socket?.readyState === WebSocket.OPEN && silence > DEAD_AFTER_MS) {
      drop();
      connect();
    }
  }, 1000);
  addEventListener('online', again);
  document.addEventListener('visibilitychange', again);
}

export function openFeed(): void {
  wanted = true;
  connect();
}

export function closeFeed(): void {
  wanted = false;
  clearTimeout(timer);
  drop();
}
