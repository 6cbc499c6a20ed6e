// Which screens there are, each given only the rooms that it speaks of. The rooms are built in house.ts.

import type { Time } from '../protocol/time.ts';
import type { Duty } from './announcing/duty.ts';
import type { AnnouncingRoom } from './announcing/room.ts';
import type { Config } from './config.ts';
import { LoaError } from './errors.ts';
import { createAlertAnswers } from './http/alert-answer.ts';
import { alertStrip } from './http/alert-strip.ts';
import { alertRoutes } from './http/alerts.ts';
import type { App } from './http/api.ts';
import { broadcastRoutes } from './http/broadcasts.ts';
import { dutyRoutes } from './http/duty.ts';
import { type FollowedAlertParts, followedAlertRoutes } from './http/followed-alerts.ts';
import { homeRoutes } from './http/home.ts';
import { type Metrics, metricsRoutes } from './http/metrics.ts';
import { outcomeRoutes } from './http/outcomes.ts';
import { type RecordingParts, recordingRoutes } from './http/recordings.ts';
import { rosterRoutes } from './http/roster.ts';
import { scheduleRoutes } from './http/schedules.ts';
import { type SentenceParts, sentenceRoutes } from './http/sentences.ts';
import { type TemplateParts, templateRoutes } from './http/templates.ts';
import { trialRoutes } from './http/trial.ts';
import type { AuditLog } from './people/audit.ts';
import { createRosters } from './people/roster.ts';
import type { Sessions } from './people/sessions.ts';
import type { Areas } from './places/areas.ts';
import type { Clusters } from './places/clusters.ts';
import type { Database } from './store/database.ts';
import type { Outcomes } from './tracking/outcomes.ts';

export interface Rooms {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  config: Config;
  areas: Areas;
  clusters: Clusters;
  library: RecordingParts['library'];
  room: AnnouncingRoom;
  outcomes: Outcomes;
  templates: TemplateParts['templates'];
  sentences: SentenceParts['sentences'];
  evacuation: SentenceParts['evacuation'];
  duty: Duty;
  following: FollowedAlertParts['following'];
  sessions: Sessions;
  auditLog: AuditLog;
  metrics: Metrics;
}

export function doorsOf(rooms: Rooms): ((api: App) => void)[] {
  const { db, time, random, config, areas, clusters, library, room, outcomes, sentences, sessions, auditLog } = rooms;
  const { timezone, publicUrl } = config;
  const answers = createAlertAnswers({
    ...{ db, time, timezone, outcomes: rooms.following.outcomes },
    contactsShown: auditLog.alertContactsShown,
  });
  return [
    api => recordingRoutes(api, { library, areas, db }),
    api => broadcastRoutes(api, { room, outcomes, db }),
    api =>
      alertRoutes(api, { ...{ alerts: room.alerts, areas, db, publicUrl }, contactsShown: auditLog.contactsShown }),
    api => scheduleRoutes(api, { room, areas }),
    api => templateRoutes(api, { templates: rooms.templates, sentences, areas }),
    api =>
      sentenceRoutes(api, {
        ...{ sentences, evacuation: rooms.evacuation, library, areas },
        contactsShown: auditLog.contactsShown,
      }),
    api => dutyRoutes(api, { duty: rooms.duty, areas }),
    api => trialRoutes(api, { room, outcomes, areas, clusters }),
    api => outcomeRoutes(api, { outcomes, areas, timezone }),
    api =>
      followedAlertRoutes(api, {
        ...{ db, time, random, timezone, areas, publicUrl, actorFor: sessions.actorFor, following: rooms.following },
        answers,
        async confirm(accountId, phone, alertId, answer) {
          const actor = await sessions.actorFor(accountId);
          if (!actor) throw new LoaError('not_found', { what: 'link' });
          return room.alerts.confirm(actor, phone, alertId, answer);
        },
      }),
    api => rosterRoutes(api, { rosters: createRosters({ db, time }), areas }),
    api =>
      homeRoutes(api, {
        ...{ db, time, areas, clusters, outcomes, sentences, preview: room.preview },
        schedules: room.schedules.list,
        alerts: asked => alertStrip({ db, outcomes: rooms.following.outcomes, answers }, asked),
      }),
    api => metricsRoutes(api, rooms.metrics),
  ];
}
