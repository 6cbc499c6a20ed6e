// The home page: what is ready, what sounds, what comes next and what there is to do, for one area as its reader may see it.
import { z } from 'zod';
import type { AlertSummary } from '../../protocol/api/alerts.ts';
import { type Home, home } from '../../protocol/api/boards.ts';
import type { Preview, Schedule } from '../../protocol/api/broadcasts.ts';
import { id } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Sentences } from '../announcing/sentences.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Clusters } from '../places/clusters.ts';
import { villagesOf } from '../places/targets.ts';
import type { AreaTree } from '../places/tree.ts';
import type { StoredArea } from '../store/areas.ts';
import { findBroadcasts, type StoredBroadcast } from '../store/broadcasts.ts';
import type { StoredCluster } from '../store/clusters.ts';
import type { Database } from '../store/database.ts';
import { openProposals } from '../store/proposals.ts';
import { recordingsUnder, type StoredRecording } from '../store/recordings.ts';
import { sumKnown } from '../tracking/outcome.ts';
import type { Outcomes } from '../tracking/outcomes.ts';
import { actorOf, requireAt } from './access.ts';
import type { StripAsked } from './alert-strip.ts';
import type { App } from './api.ts';
import { homeOf } from './grants.ts';

/** Nothing lasts longer, so what began earlier does not sound any more. */
const LONGEST_MS = 6 * 3_600_000;
/** How far ahead the page looks for what comes next. */
const DAYS_AHEAD = 7;
/** A failed recording is a task for so long. */
const FAILED_MS = 3 * 86_400_000;
const MOST_FAULTS = 100;
const MOST_TASKS = 50;

type Task = Home['tasks'][number];

export interface HomeParts {
  db: Database;
  time: Time;
  areas: Areas;
  clusters: Clusters;
  outcomes: Outcomes;
  /** What stands there as this reader may see it: the strip. */
  alerts(asked: StripAsked): Promise<AlertSummary[]>;
  preview(request: { days: number; areaId: string; language: 'vi' | 'en' }): Promise<Preview>;
  schedules(paths: readonly string[]): Promise<Schedule[]>;
  sentences: Pick<Sentences, 'list'>;
}

export function homeRoutes(app: App, parts: HomeParts): void {
  const { db, time } = parts;

  app.get(
    '/api/home',
    {
      config: { access: 'read' },
      schema: { querystring: z.object({ areaId: id('ar').optional() }), response: { 200: home } },
    },
    async request => {
      const actor = actorOf(request);
      const tree = await parts.areas.tree();
      const area = tree.get(request.query.areaId ?? homeOf(actor, 'read'));
      requireAt(request, area);
      const now = time.now();
      const here = (await parts.clusters.list()).filter(one => tree.get(one.areaId).path.startsWith(area.path));
      const recent = await findBroadcasts(db, {
        paths: [area.path],
        from: now - LONGEST_MS,
        to: now,
        states: ['approved'],
      });
      // Alerts have a place of their own: they are not stopped like these.
      const routine = recent.filter(one => !one.id.startsWith('al_'));
      const sounding = (await parts.outcomes.summarise(routine)).filter(one => one.phase === 'sounding');
      const { items } = await parts.preview({ days: DAYS_AHEAD, areaId: area.id, language: actor.language });
      const coming = items.filter(item => Date.parse(item.at) > now && !item.paused);
      return {
        at: new Date(now).toISOString(),
        area: { id: area.id, name: area.name, kind: area.kind },
        ready: { online: here.filter(works).length, total: here.length },
        faults: faultsOf(here, tree),
        alerts: await parts.alerts({ actor, tree, area }),
        sounding,
        next: coming.find(item => item.state === 'approved') ?? null,
        tasks: [
          ...(await proposalTasks(actor, area, now)),
          ...(await decisions(actor, area)),
          ...languageTasks(coming),
          ...clusterTasks(here, actor, area),
          ...recordingTasks(await recordingsUnder(db, [area.path]), actor, now),
          ...(await voiceTasks(actor, area, tree)),
        ].slice(0, MOST_TASKS),
      };
    },
  );

  /** "Tin đến": what gauges and messages propose to whoever may send alerts here. */
  async function proposalTasks(actor: Actor, area: StoredArea, now: number): Promise<Task[]> {
    const tree = await parts.areas.tree();
    const waiting = (await openProposals(db)).filter(one => {
      const path = tree.find(one.areaId)?.path ?? '';
      return path.startsWith(area.path) && may(actor, 'alert', path) && (one.expiresAt ?? now + 1) > now;
    });
    return waiting.map(one => ({
      kind: 'proposal',
      title: one.title,
      id: one.id,
      at: new Date(one.at).toISOString(),
    }));
  }

  /** What waits for this reader's word, and what came back to them. */
  async function decisions(actor: Actor, area: StoredArea): Promise<Task[]> {
    const open = await findBroadcasts(db, {
      paths: [area.path],
      states: ['awaiting', 'returned'],
      standing: true,
      limit: 200,
    });
    const tree = await parts.areas.tree();
    const mayApprove = (areaId: string) => may(actor, 'approve', tree.get(areaId).path);
    const broadcasts = open.filter(one =>
      one.state === 'awaiting' ? mayApprove(one.areaId) : one.createdBy === actor.accountId,
    );
    const schedules = may(actor, 'approve', area.path) ? await parts.schedules([area.path]) : [];
    return [
      ...broadcasts.map(one => task(one.state === 'awaiting' ? 'approveBroadcast' : 'returned', one)),
      ...schedules
        .filter(one => one.state === 'awaiting')
        .map(one => ({ kind: 'approveSchedule' as const, title: one.title, id: one.id, at: one.nextAt })),
    ];
  }

  /** A commune's own voice, for those who may record it: where villages hang below. */
  async function voiceTasks(actor: Actor, area: StoredArea, tree: AreaTree): Promise<Task[]> {
    const isCommune = tree.living.some(one => one.parentId === area.id && one.kind === 'village');
    if (!isCommune || !may(actor, 'library', area.path)) return [];
    const missing = (await parts.sentences.list(tree, area)).filter(one => one.voice !== 'human');
    return missing.length === 0
      ? []
      : [{ kind: 'emergencyVoice', title: String(missing.length), id: area.id, at: null }];
  }
}

const task = (kind: Task['kind'], one: Pick<StoredBroadcast, 'title' | 'id' | 'startAt'>): Task => ({
  kind,
  title: one.title,
  id: one.id,
  at: one.startAt === null ? null : new Date(one.startAt).toISOString(),
});

const works = (cluster: StoredCluster): boolean => cluster.presence === 'online' && cluster.fault === null;

function faultsOf(clusters: readonly StoredCluster[], tree: AreaTree): Home['faults'] {
  const since = (one: StoredCluster) => one.presenceSince ?? one.fault?.since ?? 0;
  return clusters
    .filter(one => !works(one))
    .sort((a, b) => since(a) - since(b))
    .slice(0, MOST_FAULTS)
    .map(one => ({
      clusterId: one.id,
      name: one.name,
      presence: {
        state: one.presence,
        since: one.presenceSince === null ? null : new Date(one.presenceSince).toISOString(),
      },
      fault: one.fault && { ...one.fault, since: new Date(one.fault.since).toISOString() },
      households: sumKnown(villagesOf(one, tree).map(village => village.households)),
    }));
}

/** Items that come up without a recording in a language that somebody there speaks. */
const languageTasks = (coming: Preview['items']): Task[] =>
  coming
    .filter(item => item.problems.some(problem => problem.code === 'language'))
    // A schedule lacks it every day, and asks once.
    .filter(
      (item, i, all) => item.scheduleId === null || all.findIndex(one => one.scheduleId === item.scheduleId) === i,
    )
    .map(item => ({
      kind: 'missingLanguage',
      title: item.title,
      id: item.broadcastId ?? item.scheduleId ?? '',
      at: item.at,
    }));

function clusterTasks(clusters: readonly StoredCluster[], actor: Actor, area: StoredArea): Task[] {
  if (!may(actor, 'install', area.path)) return [];
  const about = (kind: Task['kind']) => (one: StoredCluster) => ({ kind, title: one.name, id: one.id, at: null });
  return [
    ...clusters.filter(one => !one.enrolled).map(about('notEnrolled')),
    ...clusters.filter(one => one.serves.length === 0).map(about('noVillage')),
  ];
}

const recordingTasks = (recordings: readonly StoredRecording[], actor: Actor, now: number): Task[] =>
  recordings
    .filter(one => one.state === 'failed' && one.createdBy === actor.accountId && now - one.createdAt < FAILED_MS)
    .map(one => ({ kind: 'failedRecording', title: one.title, id: one.id, at: new Date(one.createdAt).toISOString() }));
