// The live board: listens to /feed, knows how old the figures are, and passes what it hears to whoever listens here.
import { computed, signal } from '@preact/signals';
import type { FeedMessage } from '../protocol/feed.ts';
import { reconnectDelay } from './reconnect.ts';

/** Ticks come every 3 s. Without one for so long the figures are old, and the page says so before 5 s have gone. */
const OLD_AFTER_MS = 4_400;
/** A link that is known to be closed is missed sooner. */
const CLOSED_AFTER_MS = 1_500;
const LOOK_EVERY_MS = 500;
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

/** True while the figures on screen are old. */
export const lost = signal(false);
/** True while the server is known to be there; before the first word of it nobody knows. */
export const linked = computed(() => heardAt.value !== null && !lost.value);
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
const startedAt = Date.now();
let tries = 0;
let wanted = false;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Since when there has been no open link; null while there is one. */
let closedSince: number | null = Date.now();

function heard(message: FeedMessage): void {
  if (message.t === 'tick') {
    const now = Date.now();
    const wasLost = heardAt.value === null || lost.value;
    serverAhead.value = Date.parse(message.at) - now;
    heardAt.value = now;
    figuresAt.value = message.at;
    clock.value = now;
    lost.value = false;
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
  made.onopen = () => {
    closedSince = null;
  };
  made.onclose = () => {
    if (socket === made) socket = null;
    closedSince ??= Date.now();
    if (wanted) timer = setTimeout(connect, reconnectDelay(tries++, Math.random()));
  };
}

function drop(): void {
  const old = socket;
  socket = null;
  closedSince ??= Date.now();
  if (!old) return;
  old.onopen = null;
  old.onclose = null;
  old.onmessage = null;
  old.close();
}

function again(): void {
  if (!wanted || !lost.value) return;
  drop();
  connect();
}

/** Whether the figures are old by now, and whether a silent link is to be made anew. */
function look(): void {
  const now = Date.now();
  const silence = now - (heardAt.value ?? startedAt);
  const closed = closedSince === null ? 0 : now - closedSince;
  lost.value = silence > OLD_AFTER_MS || (heardAt.value !== null && closed > CLOSED_AFTER_MS);
  if (socket?.readyState === WebSocket.OPEN && silence > DEAD_AFTER_MS) {
    drop();
    connect();
  }
}

/** Starts the seconds; called once by main. */
export function startClock(): void {
  setInterval(() => {
    clock.value = Date.now();
  }, 1000);
  setInterval(look, LOOK_EVERY_MS);
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
