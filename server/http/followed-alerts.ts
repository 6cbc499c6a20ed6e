// All that follows an alert, on one page each: its outcome, the calls about it, and one-time addresses.
import type { Time } from '../../protocol/time.ts';
import type { Areas } from '../places/areas.ts';
import type { Database } from '../store/database.ts';
import type { Following } from '../tracking/alerts/following.ts';
import type { AlertAnswers } from './alert-answer.ts';
import { alertOutcomeRoutes } from './alert-outcome.ts';
import type { App } from './api.ts';
import { type AskingParts, askingRoutes } from './asking.ts';
import { callRoutes } from './calls.ts';
import { type Confirm, linkRoutes } from './links.ts';

export interface FollowedAlertParts {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  timezone: string;
  areas: Areas;
  following: Following;
  actorFor: AskingParts['actorFor'];
  confirm: Confirm;
  publicUrl: string | null;
  answers: AlertAnswers;
}

export function followedAlertRoutes(app: App, parts: FollowedAlertParts): void {
  const open = { ...parts, ...parts.following };
  alertOutcomeRoutes(app, open);
  callRoutes(app, open);
  askingRoutes(app, open);
  linkRoutes(app, { ...open, secure: parts.publicUrl?.startsWith('https:') ?? false });
}
