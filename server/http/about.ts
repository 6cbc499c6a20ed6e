// What anybody may ask before signing in: the program's state for pages, for load balancers and for those who watch it.

import type { z } from 'zod';
import { ready } from '../../protocol/api/boards.ts';
import { done } from '../../protocol/api/common.ts';
import { about } from '../../protocol/api/people.ts';
import type { App } from './api.ts';

export interface AboutParts {
  needsSetup(): Promise<boolean>;
  /** Asks the store and counts the agents connected here. */
  ready(): Promise<z.infer<typeof ready>>;
  demo: boolean;
  version: string;
  timezone: string;
}

export function aboutRoutes(app: App, parts: AboutParts): void {
  const config = { access: 'public' as const };
  app.get('/api/about', { config, schema: { response: { 200: about } } }, async () => ({
    needsSetup: await parts.needsSetup(),
    demo: parts.demo,
    version: parts.version,
    timezone: parts.timezone,
  }));
  app.get('/healthz', { config, schema: { response: { 200: done } } }, async () => ({ ok: true as const }));
  app.get('/readyz', { config, schema: { response: { 200: ready, 503: ready } } }, async (_request, reply) => {
    const state = await parts.ready();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
}
