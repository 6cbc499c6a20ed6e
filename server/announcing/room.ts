// The whole room of announcing, put together: what sends, plans and silences, over one store, one bus and one signing place.
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import type { Bus } from '../bus/bus.ts';
import type { Signing } from '../signing/signing.ts';
import type { Frozen, StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import type { PlantedDelivery } from '../store/deliveries.ts';
import { createAcceptance } from './acceptance.ts';
import { type Alerts, createAlerts } from './alerts/alerts.ts';
import type { AlertsParts } from './alerts/core.ts';
import { type Announcing, createAnnouncing } from './announce.ts';
import type { Audience } from './audience.ts';
import { resolveContent } from './content.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { localTime } from './localtime.ts';
import { createPlanning } from './planning.ts';
import { createPlans } from './plans.ts';
import { createPlanting, plantedOf } from './planting.ts';
import { createPrecedence } from './precedence.ts';
import { type PreviewRequest, previewOf } from './preview.ts';
import { createProgrammes, type Programmes } from './programmes.ts';
import { createSchedules, type Schedules } from './schedules.ts';
import { createStopping, type Stopping } from './stopping.ts';
import { lookAround } from './surroundings.ts';
import type { AlertTemplates } from './templates.ts';
import { createTimetable } from './timetable.ts';
import { createTrial, type Trial } from './trial.ts';

export interface AnnouncingRoom {
  announcing: Announcing;
  stopping: Stopping;
  schedules: Schedules;
  programmes: Programmes;
  trial: Trial;
  dispatcher: Dispatcher;
  alerts: Alerts;
  /** What this content would play as it stands now. */
  itemsOf(content: StoredBroadcast['content']): Promise<Frozen['items']>;
  preview(request: PreviewRequest): ReturnType<typeof previewOf>;
  /** What would be frozen if something were accepted for these targets now. Throws `not_found` if none of them is there. */
  audienceOf(targets: readonly string[]): Promise<{ clusters: PlantedDelivery[]; unserved: Audience['unserved'] }>;
  /** Resolves when everything that was begun in the background is written. */
  idle(): Promise<void>;
}

export interface AnnouncingRoomParts extends Pick<AlertsParts, 'speak' | 'sessions' | 'codes'> {
  db: Database;
  bus: Bus;
  signing: Signing;
  clips: Clips;
  templates: AlertTemplates;
  time: Time;
  random: (bytes: number) => Uint8Array;
  /** IANA name. */
  timezone: string;
  /** Told what went wrong in the background. */
  onError(error: unknown): void;
}

export function openAnnouncing(parts: AnnouncingRoomParts): AnnouncingRoom {
  const local = localTime(parts.timezone);
  const timetable = createTimetable(local);
  const plans = createPlans(parts);
  const planting = createPlanting(parts);
  const acceptance = createAcceptance({ ...parts, local, plans, planting });
  const planning = createPlanning({ ...parts, local, timetable, plans });
  const dispatcher = createDispatcher({ ...parts, acceptance, planning, planting, plans });
  const { ordinary, urgent } = createPrecedence();
  const announcing = createAnnouncing({ ...parts, local, timetable, acceptance });
  const alerts = createAlerts({ ...parts, local, plans, planting });
  const stopping = createStopping({ ...parts, local, plans, planting, silenceAlerts: alerts.silenceIn });
  return {
    announcing: {
      check: ordinary(announcing.check),
      create: ordinary(announcing.create),
      submit: ordinary(announcing.submit),
      approve: ordinary(announcing.approve),
      sendBack: ordinary(announcing.sendBack),
    },
    stopping,
    itemsOf: async content => (await resolveContent(parts.db, parts.clips, content)).items,
    schedules: createSchedules({ ...parts, local, timetable, planning, dispatcher }),
    programmes: createProgrammes({ ...parts, onChange: dispatcher.contentChanged }),
    trial: createTrial({ ...parts, acceptance }),
    dispatcher,
    alerts: {
      ...alerts,
      issue: urgent(alerts.issue),
      confirm: urgent(alerts.confirm),
      voice: urgent(alerts.voice),
      update: urgent(alerts.update),
      silence: urgent(alerts.silence),
      withdraw: urgent(alerts.withdraw),
      correct: urgent(alerts.correct),
    },
    preview: request => previewOf({ ...parts, local, timetable }, request),
    async audienceOf(targets) {
      const { clusters, unserved } = (await lookAround(parts.db)).audience(targets, 'found');
      return { clusters: clusters.map(plantedOf), unserved };
    },
    async idle() {
      await alerts.idle();
      await planting.idle();
      await plans.refresh();
    },
  };
}
