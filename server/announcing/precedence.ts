// Who goes first inside the room: ordinary work goes one after the other and waits while an alert is being sent, so that fifty
// people who send at once are one step ahead of an alert at most.

export interface Precedence {
  ordinary<A extends unknown[], T>(work: (...args: A) => Promise<T>): (...args: A) => Promise<T>;
  urgent<A extends unknown[], T>(work: (...args: A) => Promise<T>): (...args: A) => Promise<T>;
}

export function createPrecedence(): Precedence {
  let last: Promise<unknown> = Promise.resolve();
  let urgents = 0;
  let free: (() => void)[] = [];

  /** Requests that have come in meanwhile are read before the next piece of ordinary work begins. */
  async function turn(): Promise<void> {
    await new Promise<void>(resolve => setImmediate(resolve));
    while (urgents > 0) await new Promise<void>(resolve => free.push(resolve));
  }

  return {
    ordinary:
      work =>
      (...args) => {
        const mine = last.then(turn).then(() => work(...args));
        last = mine.catch(() => undefined);
        return mine;
      },
    urgent:
      work =>
      async (...args) => {
        urgents += 1;
        try {
          return await work(...args);
        } finally {
          urgents -= 1;
          if (urgents === 0) {
            const waiting = free;
            free = [];
            for (const go of waiting) go();
          }
        }
      },
  };
}
