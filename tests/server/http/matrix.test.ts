// Drives the whole matrix role × route × place, made from the route table itself: nobody comes in without a session, nobody
// acts beyond the rights of their role, and nobody acts on a neighbour's commune. A new route must say here how it is asked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, role as roles } from '../../../protocol/api/people.ts';
import { rightsOf } from '../../../server/people/rights.ts';
import type { Caller } from '../../support/api.ts';
import { PASSWORD, PIN, type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
let admin: Caller;
const people = new Map<Role, Caller>();

/** One commune with something of everything in it. */
interface Place {
  areaId: string;
  villageId: string;
}
const places: { own: Place; sibling: Place } = {
  own: { areaId: '', villageId: '' },
  sibling: { areaId: '', villageId: '' },
};

let made = 0;
const word = () => `Nơi ${++made}`;
const village = async (areaId: string) =>
  (await server.areas.create('loa', { name: word(), kind: 'village', parentId: areaId })).id;
const cluster = async (areaId: string) => (await server.clusters.create('loa', { name: word(), areaId })).id;

type Sample = (at: Place) => Promise<{ url: string; body?: unknown }>;
/** How each route is asked about a place; routes that list everything one may see are asked without one. */
const SAMPLES: Record<string, Sample> = {
  'POST /api/areas': async at => ({ url: '/api/areas', body: { name: word(), kind: 'village', parentId: at.areaId } }),
  'GET /api/areas/:id': async at => ({ url: `/api/areas/${at.villageId}` }),
  'PATCH /api/areas/:id': async at => ({ url: `/api/areas/${at.villageId}`, body: { households: 5 } }),
  'DELETE /api/areas/:id': async at => ({ url: `/api/areas/${await village(at.areaId)}` }),
  'POST /api/areas/:id/merge': async at => ({
    url: `/api/areas/${await village(at.areaId)}/merge`,
    body: { into: at.villageId },
  }),
  'GET /api/areas/:id/pronunciations': async at => ({ url: `/api/areas/${at.areaId}/pronunciations` }),
  'PUT /api/areas/:id/pronunciations': async at => ({
    url: `/api/areas/${at.areaId}/pronunciations`,
    body: { items: [{ written: 'UBND', spoken: 'Ủy ban nhân dân' }] },
  }),
  'POST /api/villages': async at => ({ url: '/api/villages', body: { areaId: at.areaId, text: word() } }),
  'POST /api/clusters': async at => ({ url: '/api/clusters', body: { name: word(), areaId: at.villageId } }),
  'GET /api/clusters/:id': async at => ({ url: `/api/clusters/${await cluster(at.villageId)}` }),
  'PATCH /api/clusters/:id': async at => ({
    url: `/api/clusters/${await cluster(at.villageId)}`,
    body: { kind: 'hall' },
  }),
  'DELETE /api/clusters/:id': async at => ({ url: `/api/clusters/${await cluster(at.villageId)}` }),
  'POST /api/clusters/:id/enrolment': async at => ({ url: `/api/clusters/${await cluster(at.villageId)}/enrolment` }),
  'POST /api/clusters/:id/revoke': async at => ({ url: `/api/clusters/${await cluster(at.villageId)}/revoke` }),
  'POST /api/people': async at => ({
    url: '/api/people',
    body: { name: word(), password: PASSWORD, pin: PIN, roles: [{ role: 'officer', areaId: at.areaId }] },
  }),
  'PATCH /api/people/:id': async at => {
    const person = await server.as(admin, word(), { role: 'technician', areaId: at.areaId });
    return { url: `/api/people/${person.accountId}`, body: { displayName: 'Tên mới' } };
  },
};
/** Lists answer with what one may see; the log is asked for at the top. */
const WITHOUT_PLACE = ['GET /api/areas', 'GET /api/villages', 'GET /api/clusters', 'GET /api/people'];
const AT_TOP = ['GET /api/audit'];

beforeAll(async () => {
  server = await testServer();
  const first = await server.setUp();
  admin = first.caller;
  for (const side of ['own', 'sibling'] as const) {
    const { id } = await server.areas.create('loa', { name: `Xã ${side}`, kind: 'commune' });
    places[side] = { areaId: id, villageId: await village(id) };
    await cluster(places[side].villageId);
  }
  for (const role of roles.options) {
    // The province's role is given from the top; here it is held at one commune like the others.
    const person = await server.as(admin, `người ${role}`, { role, areaId: places.own.areaId });
    people.set(role, person.caller);
  }
});
afterAll(() => server.close());

describe('every route of the API', () => {
  it('is known here', () => {
    const known = new Set([...Object.keys(SAMPLES), ...WITHOUT_PLACE, ...AT_TOP]);
    const missing = server.app.routeTable
      .filter(route => route.access !== 'public' && route.access !== 'signedIn')
      .map(route => `${route.method} ${route.url}`)
      .filter(route => !known.has(route));
    expect(missing).toEqual([]);
  });

  it('that is not public answers 401 without a session', async () => {
    for (const route of server.app.routeTable.filter(one => one.access !== 'public')) {
      const url = route.url.replace('/clusters/:id', '/clusters/cl_a').replace(/:id/g, 'ar_a');
      const answer = await server.anybody.call(route.method, url);
      expect([answer.status, answer.body.code], `${route.method} ${route.url}`).toEqual([401, 'sign_in_required']);
    }
  });

  it.each(roles.options)(
    'PPL-1: lets %s do what the role says in the own commune, and nothing in the next',
    async role => {
      const person = people.get(role);
      if (!person) throw new Error(`nobody is ${role}`);
      for (const { method, url, access } of server.app.routeTable) {
        if (access === 'public' || access === 'signedIn') continue;
        const name = `${method} ${url}`;
        const holds = rightsOf[role].includes(access);
        const sample = SAMPLES[name];
        if (!sample) {
          const { status } = await person.call(method, url);
          const allowed = holds && !AT_TOP.includes(name);
          expect(status, `${role} ${name}`).toBe(allowed ? 200 : 403);
          continue;
        }
        for (const [side, at] of Object.entries(places)) {
          const { url: asked, body } = await sample(at);
          const { status, text } = await person.call(method, asked, { body });
          if (holds && side === 'own') expect([200, 201], `${role} ${name} own: ${text}`).toContain(status);
          else expect(status, `${role} ${name} ${side}: ${text}`).toBe(403);
        }
      }
    },
  );

  it.each(['/api/areas', '/api/villages', '/api/clusters'])('%s shows nothing of the next commune', async url => {
    const seen = await people.get('officer')?.get<{ items: { id: string; name: string }[] }>(url);
    const all = await admin.get<{ items: { id: string }[] }>(url);
    expect(seen?.body.items.length).toBeGreaterThan(0);
    expect(all.body.items.length).toBeGreaterThan(seen?.body.items.length ?? 0);
    const tree = await server.areas.tree();
    const own = tree.get(places.own.areaId).path;
    const clusters = new Map((await server.clusters.list()).map(one => [one.id, one.areaId]));
    for (const { id } of seen?.body.items ?? [])
      expect(tree.get(clusters.get(id) ?? id).path.startsWith(own)).toBe(true);
  });
});
