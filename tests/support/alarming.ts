// A commune that may alert: the sending server with Huế's siren code picked, every cluster online, and the words of people who
// press, confirm and take back.
import { afterEach, beforeEach } from 'vitest';
import type { MadeAlert } from '../../protocol/api/alerts.ts';
import type { ErrorAnswer } from '../../protocol/api/common.ts';
import { actsOf, alertById } from '../../server/store/alerts.ts';
import type { Caller } from './api.ts';
import { type SendingServer, sendingServer } from './sending.ts';
import { PIN } from './server.ts';

export type Made = MadeAlert & ErrorAnswer;
export const flood3 = { template: 'flood-3', status: 'actual', siren: true, proof: { pin: PIN } };
export const flood2 = { template: 'flood-2', status: 'actual', proof: { pin: PIN } };

export let s: SendingServer;
export let c: Awaited<ReturnType<SendingServer['commune']>>;

/** A fresh commune before every test of a file. */
export function useCommune(): void {
  beforeEach(async () => {
    s = await sendingServer();
    c = await s.commune();
    await c.admin.patch(`/api/areas/${c.commune}`, { sirenCode: 'hue' });
    for (const id of [c.upperOne, c.upperTwo, c.lowerOne]) await s.online(id);
    await s.room.alerts.start();
  });
  afterEach(async () => {
    await s.room.idle();
    s.room.alerts.stop();
    await s.close();
  });
}

export const issue = (what: object, by: Caller = c.officer.caller) =>
  by.post<Made>('/api/alerts', { targets: [c.commune], ...what });
export const act = (id: string, what: string, body: object = {}, by: Caller = c.officer.caller) =>
  by.post<Made>(`/api/alerts/${id}/${what}`, body);
export const stored = async (id: string) => {
  const alert = await alertById(s.db, id);
  if (!alert) throw new Error(`no alert ${id}`);
  return alert;
};
export const acts = async (id: string) =>
  (await actsOf(s.db, id)).map(({ act: what, byName, detail }) => [what, byName, detail]);
/** What is to be heard, in order. */
export const sounds = (order = s.plays().at(-1)): string[] => [
  ...(order?.siren === undefined ? [] : [`${order.siren}!`]),
  ...(order?.content ?? []).map(item => (item.type === 'clip' ? item.name : 'recording')),
];
