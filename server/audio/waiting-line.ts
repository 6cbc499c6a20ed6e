// Jobs flow in, and run one at a time in the order of their coming; those waiting hear how many are ahead.

export interface WaitingLine {
  /** Runs the job when its turn comes; a job whose signal fires while it waits leaves the line and never starts. */
  join<T>(job: () => Promise<T>, waiting: { signal?: AbortSignal; onAhead?: (jobs: number) => void }): Promise<T>;
  /** Jobs in the line, the running one included. */
  length(): number;
}

export const createWaitingLine = (onEmpty: () => void): WaitingLine => {
  const line: { turn: () => void; onAhead?: (jobs: number) => void }[] = [];

  const tell = (): void => {
    line.forEach((place, index) => {
      if (index > 0) place.onAhead?.(index);
    });
  };

  return {
    length: () => line.length,
    async join(job, { signal, onAhead }) {
      signal?.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      const turn = (): void => resolve();
      const place = { turn, onAhead };
      line.push(place);
      signal?.addEventListener('abort', turn, { once: true });
      try {
        if (line.length > 1) {
          onAhead?.(line.length - 1);
          await promise;
          signal?.throwIfAborted();
        }
        return await job();
      } finally {
        signal?.removeEventListener('abort', turn);
        const wasRunning = line[0] === place;
        line.splice(line.indexOf(place), 1);
        if (wasRunning) line[0]?.turn();
        tell();
        if (line.length === 0) onEmpty();
      }
    },
  };
};
