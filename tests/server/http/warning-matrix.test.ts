// Drives the matrix role × route × place for gauges, proposals and CAP, made from the route table: nobody acts beyond the rights of
// their role or on a neighbour's commune, and a token only hands in. A new route must say here how it is asked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, role as roles } from '../../../protocol/api/people.ts';
import type { Gauge } from '../../../protocol/api/warnings.ts';
import { rightsOf } from '../../../server/people/rights.ts';
import type { Caller } from '../../support/api.ts';
import { gaugeOf, type WarningServer, warningServer } from '../../support/warning.ts';
import { capXml } from '../warning/cap/messages.ts';

let s: WarningServer;
let c: Awaited<ReturnType<WarningServer['commune']>>;
const people = new Map<Role, Caller>();

const gauge = async (areaId: string) =>
  (await c.admin.post<Gauge>('/api/gauges', gaugeOf([areaId], { name: `Trạm ${Math.random()}` }))).body.id;
const proposal = (areaId: string): Promise<string> =>
  s.db.transaction().execute(async trx => {
    const draft = { source: 'gauge', origin: 'ga_a', title: 'x', reason: 'x', template: 'flood-1', level: 1 } as const;
    const rest = { targets: [areaId], slots: {}, siren: false, status: 'actual' } as const;
    return (await s.room.proposals.put(trx, { areaId, ...draft, ...rest, targets: [areaId] })).id;
  });
const at = () => new Date(s.clock.now() - 60_000).toISOString();
const sender = async (areaId: string) =>
  (await c.admin.post<{ id: string }>('/api/cap/senders', { areaId, sender: 'a@b.vn', name: 'x' })).body.id;
const feed = async (areaId: string) =>
  (await c.admin.post<{ id: string }>('/api/cap/feeds', { areaId, url: 'https://b.vn/f' })).body.id;

type Sample = (areaId: string) => Promise<{ url: string; body?: unknown }>;
const SAMPLES: Record<string, Sample> = {
  'POST /api/gauges': async areaId => ({ url: '/api/gauges', body: gaugeOf([areaId]) }),
  'PATCH /api/gauges/:id': async areaId => ({ url: `/api/gauges/${await gauge(areaId)}`, body: { datum: 'x' } }),
  'DELETE /api/gauges/:id': async areaId => ({ url: `/api/gauges/${await gauge(areaId)}` }),
  'GET /api/gauges/:id/readings': async areaId => ({ url: `/api/gauges/${await gauge(areaId)}/readings` }),
  'POST /api/gauges/:id/readings': async areaId => ({
    url: `/api/gauges/${await gauge(areaId)}/readings`,
    body: [{ at: at(), levelM: 1 }],
  }),
  'POST /api/gauges/:id/arm': async areaId => ({
    url: `/api/gauges/${await gauge(areaId)}/arm`,
    body: { until: new Date(s.clock.now() + 60_000).toISOString(), marginM: 1, pin: '246810' },
  }),
  'DELETE /api/gauges/:id/arm': async areaId => ({ url: `/api/gauges/${await gauge(areaId)}/arm` }),
  'POST /api/proposals/:id/accept': async areaId => ({
    url: `/api/proposals/${await proposal(areaId)}/accept`,
    body: { proof: { pin: '246810' } },
  }),
  'POST /api/proposals/:id/reject': async areaId => ({
    url: `/api/proposals/${await proposal(areaId)}/reject`,
    body: { reason: 'x' },
  }),
  'POST /api/cap/senders': async areaId => ({
    url: '/api/cap/senders',
    body: { areaId, sender: 'c@d.vn', name: 'x' },
  }),
  'DELETE /api/cap/senders/:id': async areaId => ({ url: `/api/cap/senders/${await sender(areaId)}` }),
  'POST /api/cap/feeds': async areaId => ({ url: '/api/cap/feeds', body: { areaId, url: 'https://b.vn/f' } }),
  'DELETE /api/cap/feeds/:id': async areaId => ({ url: `/api/cap/feeds/${await feed(areaId)}` }),
};
/** Lists answer with what one may see. */
const LISTS = ['GET /api/gauges', 'GET /api/proposals', 'GET /api/cap/senders', 'GET /api/cap/feeds'];
/** Its place is where its sender is listened to: a message for the next commune is a stranger's here. */
const BY_SENDER = 'POST /api/cap';

const routes = () => s.app.routeTable.filter(one => /^\/api\/(gauges|proposals|cap)\b/.test(one.url));

beforeAll(async () => {
  s = await warningServer({ automatic: true });
  c = await s.commune();
  for (const role of roles.options)
    people.set(role, (await s.as(c.admin, `người ${role}`, { role, areaId: c.boHa })).caller);
});
afterAll(() => s.close());

describe('every route of warnings', () => {
  it('is known here, and answers 401 without a session', async () => {
    const known = new Set([...Object.keys(SAMPLES), ...LISTS, BY_SENDER]);
    expect(
      routes()
        .map(one => `${one.method} ${one.url}`)
        .filter(name => !known.has(name)),
    ).toEqual([]);
    for (const { method, url } of routes())
      expect((await s.anybody.call(method, url.replace(':id', 'x'))).status, `${method} ${url}`).toBe(401);
  });

  it.each(roles.options)(
    'PPL-1: lets %s do what the role says in the own commune, and nothing in the next',
    async role => {
      const person = people.get(role);
      for (const { method, url, access } of routes()) {
        const name = `${method} ${url}`;
        const holds = rightsOf[role].includes(access as 'read');
        const sample = SAMPLES[name];
        if (!sample) {
          const body = name === BY_SENDER ? capXml({ identifier: role }) : undefined;
          const headers = { 'content-type': 'text/xml' };
          const { status } = (await person?.call(method, url, body ? { body, headers } : {})) ?? { status: 0 };
          expect(status, `${role} ${name}`).toBe(!holds ? 403 : name === BY_SENDER ? 422 : 200);
          continue;
        }
        for (const [side, areaId] of Object.entries({ own: c.boHa, sibling: c.dongKy })) {
          const { url: asked, body } = await sample(areaId);
          const answer = await person?.call(method, asked, { body });
          const wanted = holds && side === 'own' ? [200, 201] : [403];
          expect(wanted, `${role} ${name} ${side}: ${answer?.text}`).toContain(answer?.status);
        }
      }
    },
  );

  it('PPL-4: a token hands in readings and messages, and reads; nothing else', async () => {
    for (const { method, url, access } of routes()) {
      const name = `${method} ${url}`;
      const { url: asked, body } = (await SAMPLES[name]?.(c.boHa)) ?? { url };
      const { status } = await c.program.call(method, asked, { body });
      if (access === 'read' || access === 'signal') expect([200, 201, 415], name).toContain(status);
      else expect(status, name).toBe(403);
    }
  });
});
