// Drives /metrics over a server with a program's counters in it.
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics, metricsRoutes } from '../../../server/http/metrics.ts';
import { type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
afterEach(() => server.close());

describe('/metrics', () => {
  it('counts what the program does, in a form that Prometheus reads', async () => {
    const metrics = createMetrics({ agents: () => 58 });
    server = await testServer({ routes: [api => metricsRoutes(api, metrics)] });
    metrics.order('play');
    metrics.handedOver(58);
    metrics.facts(['playing', 'played', 'played']);
    metrics.alarm('clone');
    const { status, text, headers } = await server.anybody.get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'loa_orders_total{kind="play"} 1',
        'loa_handed_over_total 58',
        'loa_facts_total{kind="played"} 2',
        'loa_alarms_total{part="clone"} 1',
        'loa_agents_connected 58',
        expect.stringMatching(/^process_resident_memory_bytes \d+$/),
      ]),
    );
  });

  it('is read on this machine, elsewhere only by somebody who is known', async () => {
    server = await testServer({ routes: [api => metricsRoutes(api, createMetrics({ agents: () => 0 }))] });
    const { caller } = await server.setUp();
    const { body } = await caller.post<{ token: string }>('/api/tokens', { name: 'theo dõi', scopes: ['read'] });
    const elsewhere = (headers: Record<string, string>) =>
      server.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9', headers });
    expect((await elsewhere({})).json()).toMatchObject({ code: 'sign_in_required' });
    expect((await elsewhere({ authorization: `Bearer ${body.token}` })).statusCode).toBe(200);
  });
});
