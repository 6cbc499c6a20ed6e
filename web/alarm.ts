// The launch of alerts from this phone, joined to the link.
import { effect, signal } from '@preact/signals';
import type { MadeAlert, NewAlert } from '../protocol/api/alerts.ts';
import { command, NoLink, Refusal, read } from './api.ts';
import { board } from './board.ts';
import { refreshDuty } from './duty.ts';
import { createLauncher, type Launch } from './launch.ts';
import { paths } from './paths.ts';
import { noteRefusal } from './session.ts';

/** Longer than people wait, so that a late success is still heard. */
const LISTENS_MS = 60_000;
const ASKS_EVERY_MS = 3_000;
/** A PIN typed so long ago is not asked for again for the same alert. */
const PIN_LASTS_MS = 5 * 60_000;

type Made = Pick<MadeAlert, 'id'>;

let madeAt = 0;

export const launch = signal<Launch<NewAlert, Made>>({ state: 'idle' });

export const launcher = createLauncher<NewAlert, Made>({
  async post(body) {
    try {
      return { kind: 'made', made: await command<Made>('POST', paths.alerts(), body, LISTENS_MS) };
    } catch (failure) {
      noteRefusal(failure);
      // A gateway that answers for a server that does not leaves it open whether the server has it.
      if (failure instanceof Refusal && failure.status < 500)
        return { kind: 'refused', code: failure.code, message: failure.message };
      if (failure instanceof Refusal || failure instanceof NoLink) return { kind: 'lost' };
      throw failure;
    }
  },
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  changed(next) {
    launch.value = next;
    if (next.state !== 'made') return;
    madeAt = performance.now();
    board.peek()?.reload();
    if (next.body.proof.pin) refreshDuty(next.body.proof.pin);
  },
});

/** The PIN of the slide that sent this alert from this phone, for what follows at once; undefined: it is to be asked for. */
export function freshPin(alertId: string): string | undefined {
  const sent = launch.value;
  if (sent.state !== 'made' || sent.made.id !== alertId) return undefined;
  return performance.now() - madeAt < PIN_LASTS_MS ? sent.body.proof.pin : undefined;
}

/** While nobody knows whether the server has it, the server is asked; called once by main. */
export function watchLaunch(): void {
  effect(() => {
    const now = launch.value;
    if (now.state !== 'unconfirmed') return;
    const { id } = now.body;
    if (id === undefined) return;
    const timer = setInterval(() => {
      read(paths.alert(id)).then(
        () => launcher.found({ id }),
        // Not there yet, or no link: the next round asks again.
        failure => console.info('not confirmed', failure),
      );
    }, ASKS_EVERY_MS);
    return () => clearInterval(timer);
  });
}
