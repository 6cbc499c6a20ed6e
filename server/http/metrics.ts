// Figures for those who watch the program: numbers only, no names. Read on this machine, or with a token from elsewhere.
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { z } from 'zod';
import { LoaError } from '../errors.ts';
import type { App } from './api.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** What the program counts of its own work. */
export interface Metrics {
  order(kind: string): void;
  handedOver(clusters: number): void;
  facts(kinds: readonly string[]): void;
  alarm(part: string): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
}

export function createMetrics(parts: { agents: () => number }): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const counter = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Counter({ name, help, labelNames, registers });
  const orders = counter('loa_orders_total', 'Signed sentences that went out, by kind', ['kind']);
  const handed = counter('loa_handed_over_total', 'Orders handed to a connected device', []);
  const facts = counter('loa_facts_total', 'Facts that devices reported, by kind', ['kind']);
  const alarms = counter('loa_alarms_total', 'What went wrong with devices that they did not say themselves', ['part']);
  new Gauge({
    name: 'loa_agents_connected',
    help: 'Devices that are connected to this node',
    registers,
    collect() {
      this.set(parts.agents());
    },
  });
  return {
    order: kind => orders.inc({ kind }),
    handedOver: clusters => handed.inc(clusters),
    facts(kinds) {
      for (const kind of kinds) facts.inc({ kind });
    },
    alarm: part => alarms.inc({ part }),
    text: () => register.metrics(),
  };
}

export function metricsRoutes(app: App, metrics: Metrics): void {
  app.get(
    '/metrics',
    { config: { access: 'public' }, schema: { response: { 200: z.string() } } },
    async (request, reply) => {
      if (!LOOPBACK.has(request.ip) && !request.actor) throw new LoaError('sign_in_required');
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
    },
  );
}
