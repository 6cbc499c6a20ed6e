// Playback reports from many agents at once: how many a second are on the disk and acknowledged.
import { type Benchmark, type Figure, median } from './figures.ts';
import { withCrowd } from './stage.ts';
import { load, reported } from './words.ts';

const AGENTS = 2000;
const FACTS_EACH = 5;
const ROUNDS = 4;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export const reports: Benchmark = {
  name: 'reports',
  run: ({ quick }) =>
    withCrowd({ count: quick ? AGENTS / 10 : AGENTS, tls: false }, async ({ station, crowd }) => {
      let broadcasts = 0;
      const nextIds = () =>
        Array.from({ length: FACTS_EACH }, () => {
          const number = broadcasts++;
          return `br_${LETTERS[Math.floor(number / 26)]}${LETTERS[number % 26]}`;
        });
      const figures: Figure[] = [];
      for (const together of [1, FACTS_EACH]) {
        const rates: number[] = [];
        const stalls: number[] = [];
        const cpus: number[] = [];
        let facts = 0;
        for (let round = 0; round < ROUNDS; round++) {
          await station.ask({ do: 'load' }, load);
          const said = await crowd.ask({ do: 'report', broadcasts: nextIds(), together }, reported);
          const { stallMs, cpuMs } = await station.ask({ do: 'load' }, load);
          facts = said.facts;
          // The first round warms up.
          if (round === 0) continue;
          rates.push(said.facts / ((said.lastRecordedAt - said.firstSentAt) / 1000));
          stalls.push(stallMs);
          cpus.push(cpuMs);
        }
        figures.push({
          what: `${facts.toLocaleString('en')} reports, ${together === 1 ? 'one' : together} a message`,
          measured: median(rates),
          unit: '/s',
          goal: { least: 5000 },
          note: `first sent → last acknowledged, median of ${rates.length}; longest stall ${Math.round(median(stalls))} ms, processor ${Math.round(median(cpus))} ms`,
        });
      }
      return figures;
    }),
};
