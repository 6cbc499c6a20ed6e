// Drives what people do about a siren that somebody sounded at a box: it is silenced, taken back or corrected like any alert.
import { expect, it } from 'vitest';
import type { Fact } from '../../../../protocol/delivery.ts';
import { deliveryId } from '../../../../protocol/id.ts';
import { recordOnSite } from '../../../../server/tracking/alerts/on-site.ts';
import { act, c, s, sounds, useCommune } from '../../../support/alarming.ts';

useCommune();

const pressed = async (): Promise<string> => {
  const id = 'al_pressed';
  const fact: Extract<Fact, { kind: 'onSite' }> = {
    ...{ kind: 'onSite', seq: 1, at: s.clock.now(), uncertaintyMs: 2, preset: 1, title: 'Còi lũ', how: 'key' },
    ...{ broadcastId: id, revision: 1, deliveryId: deliveryId(id, c.upperOne) },
  };
  expect(await recordOnSite(s.db, { clusterId: c.upperOne, fact }, s.clock.now())).toBe(true);
  return id;
};

it('CAL-9: a siren sounded by mistake at a box is corrected there by one person', async () => {
  const id = await pressed();
  await s.clock.advance(20_000);
  expect(await act(id, 'correct')).toMatchObject({ status: 200, body: { state: 'corrected', clusters: 1 } });
  expect(s.plays().at(-1)).toMatchObject({ broadcastId: id, revision: 2, message: 'correct', targets: [c.upperOne] });
  expect(sounds()).toEqual(['chime-alert', 'correction']);
});

it('CAL-9: it is silenced, and its end is told', async () => {
  const id = await pressed();
  expect(await act(id, 'silence')).toMatchObject({ status: 200, body: { state: 'silenced' } });
  expect(s.stops().at(-1)).toMatchObject({ broadcastId: id, targets: [c.upperOne] });
  expect(await act(id, 'withdraw')).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
  expect(sounds()).toEqual(['chime-alert', 'all-clear']);
});
