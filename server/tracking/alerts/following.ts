// What follows an alert, put together: its outcome village by village, the calls about it, and one-time addresses.
import type { Time } from '../../../protocol/time.ts';
import type { Bus } from '../../bus/bus.ts';
import type { Database } from '../../store/database.ts';
import { type Calls, createCalls } from './calls.ts';
import { createLinks, type Links } from './links.ts';
import { type AlertOutcomes, type AlertOutcomesParts, createAlertOutcomes } from './outcome.ts';

export interface Following {
  outcomes: AlertOutcomes;
  calls: Calls;
  links: Links;
}

export function followAlerts(parts: {
  db: Database;
  bus: Bus;
  time: Time;
  random: (bytes: number) => Uint8Array;
  audienceOf: AlertOutcomesParts['audienceOf'];
}): Following {
  const calls = createCalls(parts);
  const outcomes = createAlertOutcomes(parts);
  parts.bus.subscribe('board', message => {
    if (message.t === 'alert') outcomes.changed(message.alertId);
  });
  return { outcomes, calls, links: createLinks({ ...parts, calls }) };
}
