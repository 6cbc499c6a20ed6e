// `npm run bench`: runs the benchmarks one after the other, prints a table with the goal beside each figure, and writes bench.json.
// It never passes or fails by a figure: a figure belongs to the machine it was measured on.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { alarm } from './alarm.ts';
import { device } from './device.ts';
import { fanOut } from './fan-out.ts';
import { type Benchmark, markdown, type Result } from './figures.ts';
import { firstLoad } from './first-load.ts';
import { ingest } from './ingest.ts';
import { machine } from './machine.ts';
import { reportCsv } from './report-csv.ts';
import { reports } from './reports.ts';

const benchmarks: readonly Benchmark[] = [fanOut, alarm, reports, device, ingest, firstLoad, reportCsv];

const USAGE = `npm run bench -- [--quick] [--only NAME] [--out FILE]

  --quick      smaller crowds, shorter sounds
  --only NAME  one of ${benchmarks.map(({ name }) => name).join(', ')}; may be given more than once
  --out FILE   where the figures go as JSON (bench.json)
`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      out: { type: 'string', default: 'bench.json' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const unknown = values.only?.find(name => benchmarks.every(benchmark => benchmark.name !== name));
  if (unknown !== undefined) throw new Error(`there is no benchmark ${unknown}`);
  return values;
}

async function run(benchmark: Benchmark, quick: boolean): Promise<Result> {
  const begun = performance.now();
  const found = await benchmark.run({ quick });
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  process.stderr.write(`${benchmark.name}: ${seconds} s\n`);
  return Array.isArray(found)
    ? { name: benchmark.name, seconds, figures: found, missing: null }
    : { name: benchmark.name, seconds, figures: [], missing: found.missing };
}

let options: ReturnType<typeof readArguments>;
try {
  options = readArguments();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exit(2);
}
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const about = machine();
const results: Result[] = [];
for (const benchmark of benchmarks) {
  if (!options.only || options.only.includes(benchmark.name)) results.push(await run(benchmark, options.quick));
}
process.stdout.write(
  `\n${about.cpu}, ${about.cores} cores, ${about.memoryMb} MB, ${about.system}, Node ${about.node}, ${about.date}\n\n${markdown(results)}\n`,
);
await writeFile(options.out, `${JSON.stringify({ machine: about, quick: options.quick, results }, null, 2)}\n`);
