// The outbox of this phone, joined to storage, link and session.
import { effect, signal } from '@preact/signals';
import { command, NoLink, Refusal } from './api.ts';
import { linked, serverNow } from './feed.ts';
import { createOutbox, type Waiting } from './outbox.ts';
import { me, noteRefusal } from './session.ts';

const KEY = 'loa.outbox';

export const unsent = signal<readonly Waiting[]>([]);

export const outbox = createOutbox({
  read: () => localStorage.getItem(KEY),
  write: text => localStorage.setItem(KEY, text),
  now: () => serverNow.value,
  async send(body) {
    try {
      await command('POST', '/api/broadcasts', body);
      return { kind: 'sent' };
    } catch (failure) {
      noteRefusal(failure);
      if (failure instanceof Refusal) return { kind: 'refused', message: failure.message };
      if (failure instanceof NoLink) return { kind: 'lost' };
      throw failure;
    }
  },
  changed: list => {
    unsent.value = list;
  },
});

/** Sends what waits whenever there is a link and a person; called once by main. */
export function startSending(): void {
  unsent.value = outbox.list();
  effect(() => {
    const person = me.value;
    if (person && linked.value && unsent.value.length > 0) queueMicrotask(() => void outbox.flush(person.id));
  });
}
