// One signed order to everybody who is connected: how long until the last socket has it, until the last agent has it, what a
// connection costs, and for how long the server could do nothing else.
import { type Benchmark, type Figure, median } from './figures.ts';
import { withCrowd } from './stage.ts';
import { load, memory, receipts, sent } from './words.ts';

const WARM_UPS = 1;
const SENDS = 10;

export const fanOut: Benchmark = {
  name: 'fan-out',
  async run({ quick }) {
    const runs = quick
      ? [
          { count: 500, tls: false },
          { count: 200, tls: true },
        ]
      : [
          { count: 1000, tls: false },
          { count: 5000, tls: false },
          { count: 9500, tls: false },
          { count: 2000, tls: true },
        ];
    const figures: Figure[] = [];
    for (const run of runs) figures.push(...(await measure(run)));
    return figures;
  },
};

const measure = ({ count, tls }: { count: number; tls: boolean }): Promise<Figure[]> =>
  withCrowd({ count, tls }, async ({ station, crowd, before, connectMs }) => {
    const after = await station.ask({ do: 'memory' }, memory);
    const rounds: {
      written: number;
      work: number;
      published: number;
      heard: number;
      recorded: number;
      stall: number;
      cpu: number;
    }[] = [];
    for (let round = 0; round < WARM_UPS + SENDS; round++) {
      const order = await station.ask({ do: 'send' }, sent);
      const got = await crowd.ask({ do: 'receipts', orderId: order.orderId }, receipts);
      const { stallMs, cpuMs } = await station.ask({ do: 'load' }, load);
      rounds.push({
        published: order.publishedAt - order.begunAt,
        // A socket whose agent has it was written, even where the server hears of that later (TLS).
        written: Math.min(order.writtenAt, got.lastHeardAt) - order.begunAt,
        work: order.cpuMs,
        heard: got.lastHeardAt - order.begunAt,
        recorded: got.lastRecordedAt - order.begunAt,
        stall: stallMs,
        cpu: cpuMs,
      });
    }
    const measured = rounds.slice(WARM_UPS);
    const middle = (key: keyof (typeof rounds)[number]) => median(measured.map(round => round[key]));
    const worst = Math.max(...measured.map(round => round.written));
    const name = `${count.toLocaleString('en')} agents, ${tls ? 'wss' : 'ws'}`;
    const goal = count >= 9000 && !tls ? { most: 200 } : null;
    return [
      {
        what: `${name}: accept → last socket written`,
        measured: middle('written'),
        unit: 'ms',
        goal,
        note: `median of ${SENDS}, worst ${Math.round(worst)} ms; ${middle('published').toFixed(1)} ms of it until committed; ${Math.round(middle('work'))} ms of processor`,
      },
      { what: `${name}: accept → last agent has it`, measured: middle('heard'), unit: 'ms', goal: null },
      {
        what: `${name}: accept → all receipts on the disk`,
        measured: middle('recorded'),
        unit: 'ms',
        goal: null,
        note: `longest stall of the event loop ${Math.round(middle('stall'))} ms (median), ${Math.round(Math.max(...measured.map(round => round.stall)))} ms (worst); ${Math.round(middle('cpu'))} ms of processor`,
      },
      {
        what: `${name}: memory a connection`,
        measured: (after.rss - before.rss) / count / 1024,
        unit: 'kB',
        goal: tls ? null : { most: 20 },
        note: `resident, after a collection; all connected and welcomed in ${(connectMs / 1000).toFixed(1)} s`,
      },
    ];
  });
