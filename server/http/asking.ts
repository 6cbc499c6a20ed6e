// The second person is asked by a one-time address: made for somebody else who may confirm there, while anybody is asked.
import { z } from 'zod';
import { madeLink } from '../../protocol/api/alerts.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import { type Actor, may, requireRight } from '../people/rights.ts';
import type { Links } from '../tracking/alerts/links.ts';
import { type AlertViewParts, openAlert } from './alert-view.ts';
import type { App } from './api.ts';
import { addressOf } from './calls.ts';

export interface AskingParts extends AlertViewParts {
  links: Links;
  /** The person behind an account as the gate knows them; null if it is closed. */
  actorFor(accountId: string): Promise<Actor | null>;
  /** The address that browsers use; null: the one that a request came by. */
  publicUrl: string | null;
}

export function askingRoutes(app: App, parts: AskingParts): void {
  app.post(
    '/api/alerts/:id/link',
    {
      config: { access: 'alert' },
      schema: {
        params: z.object({ id: id('al') }),
        body: z.object({ accountId: id('ac') }),
        response: { 201: madeLink },
      },
    },
    async (request, reply) => {
      const { known, tree, actor } = await openAlert(request, request.params.id, parts);
      const { alert, broadcast } = known;
      const place = tree.get(broadcast.areaId);
      requireRight(actor, 'alert', place);
      if (!alert.asked) throw new LoaError('wrong_state', { state: alert.state });
      const { accountId } = request.body;
      const second = accountId === alert.asked.by ? null : await parts.actorFor(accountId);
      if (!second || !may(second, 'confirm', place.path)) throw new LoaError('not_found', { what: 'person' });
      const made = await parts.links.make(actor, { kind: 'confirm', alertId: alert.id, accountId });
      return reply.code(201).send({
        url: `${addressOf(request, parts.publicUrl)}/xac-nhan/${made.token}`,
        expiresAt: new Date(made.expiresAt).toISOString(),
      });
    },
  );
}
