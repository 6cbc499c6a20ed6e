// The whole HTTP server: the base and every screen's plugin, each given only the parts it uses.
import { type AboutParts, aboutRoutes } from './http/about.ts';
import type { App } from './http/api.ts';
import { type BaseParts, createBase } from './http/base.ts';

export interface AppParts extends BaseParts {
  about: AboutParts;
  /** The screens of further rooms. */
  routes?: readonly ((api: App) => void)[];
}

export function createApp(parts: AppParts): App {
  return createBase(parts, api => {
    aboutRoutes(api, parts.about);
    for (const add of parts.routes ?? []) add(api);
  });
}
