// Every address that pages read, with the type of its answer.
import type {
  Alert,
  AlertSummary,
  DutyPack,
  EvacuationPlan,
  LinkedTask,
  Sentence,
  ShownRoster,
  Templates,
} from '../protocol/api/alerts.ts';
import type { Home, PlaybackReport } from '../protocol/api/boards.ts';
import type { Broadcast, BroadcastSummary, Preview, Programme, Schedule } from '../protocol/api/broadcasts.ts';
import type { About, AuditEntry, Me, Person } from '../protocol/api/people.ts';
import type { Area, Cluster } from '../protocol/api/places.ts';
import type { Recording } from '../protocol/api/recordings.ts';
import type { CapFeed, CapSender, Gauge, Proposal, Reading } from '../protocol/api/warnings.ts';

/** An address that remembers what it answers. */
export type Path<T> = string & { readonly answers?: T };
type Items<T> = Path<{ items: T[] }>;

export interface Chime {
  name: string;
  title: string;
  durationMs: number;
}
export interface Pronunciation {
  written: string;
  spoken: string;
}

const query = (path: string, values: Record<string, string | number | undefined>): string => {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

export const paths = {
  about: (): Path<About> => '/api/about',
  me: (): Path<Me> => '/api/session',
  home: (areaId: string): Path<Home> => query('/api/home', { areaId }),
  areas: (): Items<Area> => '/api/areas',
  area: (id: string): string => `/api/areas/${id}`,
  villages: (): Items<Area> => '/api/villages',
  clusters: (): Items<Cluster> => '/api/clusters',
  cluster: (id: string): Path<Cluster> => `/api/clusters/${id}`,
  sound: (clusterId: string): string => `/api/demo/clusters/${clusterId}/sound`,
  recordings: (): Items<Recording> => '/api/recordings',
  recording: (id: string): Path<Recording> => `/api/recordings/${id}`,
  audio: (recordingId: string): string => `/api/recordings/${recordingId}/audio`,
  chimes: (): Items<Chime> => '/api/chimes',
  clip: (name: string): string => `/api/chimes/${name}/audio`,
  templates: (): Path<Templates> => '/api/templates',
  alerts: (): Items<AlertSummary> => '/api/alerts',
  alert: (id: string): Path<Alert> => `/api/alerts/${id}`,
  duty: (): Path<DutyPack> => '/api/duty',
  linked: (token: string): Path<LinkedTask> => `/api/links/${encodeURIComponent(token)}`,
  roster: (areaId: string): Path<ShownRoster> => `/api/areas/${areaId}/roster`,
  sentences: (areaId: string): Items<Sentence> => query('/api/sentences', { areaId }),
  evacuationPlan: (villageId: string): Path<EvacuationPlan> => `/api/areas/${villageId}/plan`,
  proposals: (): Items<Proposal> => '/api/proposals',
  gauges: (): Items<Gauge> => '/api/gauges',
  readings: (gaugeId: string): Items<Reading> => `/api/gauges/${gaugeId}/readings`,
  capSenders: (): Items<CapSender> => '/api/cap/senders',
  capFeeds: (): Items<CapFeed> => '/api/cap/feeds',
  programmes: (): Items<Programme> => '/api/programmes',
  schedules: (): Items<Schedule> => '/api/schedules',
  preview: (from: string, days: number): Path<Preview> => query('/api/preview', { from, days }),
  broadcasts: (asked: { from?: string; to?: string; state?: string } = {}): Items<BroadcastSummary> =>
    query('/api/broadcasts', asked),
  broadcast: (id: string): Path<Broadcast> => `/api/broadcasts/${id}`,
  people: (): Items<Person> => '/api/people',
  pronunciations: (areaId: string): Items<Pronunciation> => `/api/areas/${areaId}/pronunciations`,
  audit: (): Items<AuditEntry> => '/api/audit',
  playback: (from: string, to: string, areaId: string): Path<PlaybackReport> =>
    query('/api/reports/playback', { from, to, areaId, format: 'json' }),
  playbackCsv: (from: string, to: string, areaId: string): string =>
    query('/api/reports/playback', { from, to, areaId, format: 'csv' }),
};
