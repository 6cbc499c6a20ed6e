// One WebSocket as each end sees it: small enough that tests join two ends in memory and cut the line between them.

export interface Wire {
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
  /** Drops the connection without a word. */
  terminate(): void;
  /** Bytes accepted by `send` that the kernel has not taken yet. */
  bufferedBytes(): number;
}

export interface WireEvents {
  message(data: string | Uint8Array): void;
  /** Called once, whoever closed; 1006 where no close frame came. */
  closed(code: number, reason: string): void;
}
