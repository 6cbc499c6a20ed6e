// The people of the installation, for those who appoint them.
import { z } from 'zod';
import { listOf } from '../../protocol/api/common.ts';
import { newPerson, person, personChange } from '../../protocol/api/people.ts';
import { id } from '../../protocol/id.ts';
import type { Accounts } from '../people/accounts.ts';
import { actorOf } from './access.ts';
import type { App } from './api.ts';

export function peopleRoutes(app: App, { accounts }: { accounts: Accounts }): void {
  const config = { access: 'people' } as const;
  app.get('/api/people', { config, schema: { response: { 200: listOf(person) } } }, async request => ({
    items: await accounts.list(actorOf(request)),
  }));
  app.post('/api/people', { config, schema: { body: newPerson, response: { 201: person } } }, async (request, reply) =>
    reply.code(201).send(await accounts.create(actorOf(request), request.body)),
  );
  app.patch(
    '/api/people/:id',
    { config, schema: { params: z.object({ id: id('ac') }), body: personChange, response: { 200: person } } },
    async request => accounts.change(actorOf(request), request.params.id, request.body),
  );
}
