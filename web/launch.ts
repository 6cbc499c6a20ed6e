// One alert on its way: sent at once or not at all, never kept for later. Without an answer in five seconds it counts as not
// sounding, is said so, and may be tried again under the same id, so that a second try is the same alert.

export type Answer<M> =
  | { kind: 'made'; made: M }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'lost' };

export type Launch<B, M> =
  | { state: 'idle' }
  | { state: 'sending'; body: B }
  /** Nobody knows whether the server has it. `trying`: a try is under way. */
  | { state: 'unconfirmed'; body: B; trying: boolean }
  | { state: 'refused'; body: B; code: string; message: string }
  | { state: 'made'; body: B; made: M };

interface LaunchParts<B, M> {
  post(body: B): Promise<Answer<M>>;
  /** Calls back after so many ms; the answer takes it back. */
  after(ms: number, then: () => void): () => void;
  changed(launch: Launch<B, M>): void;
}

export const PATIENCE_MS = 5_000;

export function createLauncher<B extends { id?: string | undefined }, M>({ post, after, changed }: LaunchParts<B, M>) {
  let now: Launch<B, M> = { state: 'idle' };
  const put = (next: Launch<B, M>) => {
    now = next;
    changed(next);
  };
  const flying = (): B | null => (now.state === 'sending' || now.state === 'unconfirmed' ? now.body : null);

  async function go(body: B): Promise<void> {
    const forget = after(PATIENCE_MS, () => {
      if (now.state === 'sending' && now.body === body) put({ state: 'unconfirmed', body, trying: true });
    });
    const answer = await post(body);
    forget();
    // Given up meanwhile, or answered by another try of the same alert.
    if (flying()?.id !== body.id) return;
    if (answer.kind === 'made') put({ state: 'made', body, made: answer.made });
    else if (answer.kind === 'refused') put({ state: 'refused', body, code: answer.code, message: answer.message });
    else put({ state: 'unconfirmed', body, trying: false });
  }

  return {
    /** Nothing while one is on its way: a double slide never makes two. Without a link it counts as not sounding from the start. */
    start(body: B, linked: boolean): void {
      if (flying()) return;
      put(linked ? { state: 'sending', body } : { state: 'unconfirmed', body, trying: true });
      void go(body);
    },
    /** The same id, the same words. */
    again(): void {
      if (now.state !== 'unconfirmed' || now.trying) return;
      const { body } = now;
      put({ state: 'unconfirmed', body, trying: true });
      void go(body);
    },
    /** The server was heard of it in another way. */
    found(made: M): void {
      const body = flying();
      if (body) put({ state: 'made', body, made });
    },
    /** Back to nothing: it was shown, or a person gives up. */
    clear(): void {
      put({ state: 'idle' });
    },
  };
}
