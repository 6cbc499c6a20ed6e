// The whole HTTP server: the base and every screen's plugin, each given only the parts it uses.
import { type AboutParts, aboutRoutes } from './http/about.ts';
import type { App } from './http/api.ts';
import { areaRoutes } from './http/areas.ts';
import { auditRoutes } from './http/audit.ts';
import { type BaseParts, createBase } from './http/base.ts';
import { clusterRoutes } from './http/clusters.ts';
import { peopleRoutes } from './http/people.ts';
import { sessionRoutes } from './http/session.ts';
import { villageRoutes } from './http/villages.ts';
import type { Accounts } from './people/accounts.ts';
import type { AuditLog } from './people/audit.ts';
import type { Codes } from './people/codes.ts';
import type { Sessions } from './people/sessions.ts';
import type { Setup } from './people/setup.ts';
import type { Areas } from './places/areas.ts';
import type { Clusters } from './places/clusters.ts';
import type { Villages } from './places/villages.ts';

export interface AppParts extends Omit<BaseParts, 'identify'> {
  setup: Setup;
  sessions: Sessions;
  codes: Codes;
  accounts: Accounts;
  auditLog: AuditLog;
  areas: Areas;
  villages: Villages;
  clusters: Clusters;
  timezone: string;
  demo: boolean;
  ready: AboutParts['ready'];
  /** The screens of further rooms. */
  routes?: readonly ((api: App) => void)[];
}

export function createApp(parts: AppParts): App {
  const { areas, villages, clusters, sessions, accounts, codes, setup, auditLog } = parts;
  const contactsShown = auditLog.contactsShown;
  const secure = parts.publicUrl?.startsWith('https:') ?? false;
  return createBase({ ...parts, identify: sessions.identify }, api => {
    aboutRoutes(api, { ...parts, needsSetup: setup.needed });
    sessionRoutes(api, { setup, sessions, accounts, codes, secure });
    peopleRoutes(api, { accounts });
    areaRoutes(api, { areas, clusters, contactsShown });
    villageRoutes(api, { areas, villages, clusters, contactsShown });
    clusterRoutes(api, { areas, clusters });
    auditRoutes(api, { log: auditLog, areas });
    for (const add of parts.routes ?? []) add(api);
  });
}
