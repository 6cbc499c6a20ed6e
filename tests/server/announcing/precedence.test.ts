// Drives the order of work inside the room of announcing: ordinary senders in a line, alerts past them.
import { expect, it } from 'vitest';
import { createPrecedence } from '../../../server/announcing/precedence.ts';

const breath = () => new Promise<void>(resolve => setImmediate(resolve));

it('ALR-16: an alert passes all but the one that is under way, and the others go on after it', async () => {
  const { ordinary, urgent } = createPrecedence();
  const done: string[] = [];
  const send = ordinary(async (name: string) => {
    await breath();
    done.push(name);
  });
  const alert = urgent(async () => {
    for (let step = 0; step < 20; step++) await breath();
    done.push('alert');
  });
  const senders = Array.from({ length: 52 }, (_, i) => send(`sender ${i}`));
  await breath();
  await breath();
  await alert();
  expect(done.indexOf('alert')).toBeLessThanOrEqual(2);
  await Promise.all(senders);
  expect(done.filter(name => name !== 'alert')).toEqual(Array.from({ length: 52 }, (_, i) => `sender ${i}`));
});

it('ALR-16: a refused one holds up nobody', async () => {
  const { ordinary, urgent } = createPrecedence();
  const fails = ordinary(async () => Promise.reject(new Error('refused')));
  await expect(fails()).rejects.toThrow('refused');
  await expect(urgent(async () => Promise.reject(new Error('refused')))()).rejects.toThrow('refused');
  expect(await ordinary(async () => 'sent')()).toBe('sent');
});
