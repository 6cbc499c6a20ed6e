// A server and a crowd connected to it, for as long as a benchmark needs them; both processes and the folder are gone afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Child, startChild } from './child.ts';
import { type CrowdQuestion, connected, done, memory, opened, type StationQuestion } from './words.ts';

/** However slow the machine, a process of the benchmark's does not outlive this. */
const LIMIT_MS = 900_000;

export interface Stage {
  station: Child<StationQuestion>;
  crowd: Child<CrowdQuestion>;
  /** The server's memory before anybody connected. */
  before: z.infer<typeof memory>;
  connectMs: number;
}

/** A folder of its own for `act`, removed afterwards. */
export async function withFolder<T>(act: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'loa-bench-'));
  try {
    return await act(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A server with so many enrolled clusters and nobody connected. */
export function withStation<T>(
  { clusters, tls }: { clusters: number; tls: boolean },
  act: (station: Child<StationQuestion>, port: number, dir: string) => Promise<T>,
): Promise<T> {
  return withFolder(async dir => {
    const station = startChild<StationQuestion>(new URL('station.ts', import.meta.url), LIMIT_MS);
    try {
      const { port } = await station.ask({ do: 'open', dir, clusters, tls }, opened);
      return await act(station, port, dir);
    } finally {
      await station.end();
    }
  });
}

/** The same with every cluster connected. */
export function withCrowd<T>(
  { count, tls }: { count: number; tls: boolean },
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  return withStation({ clusters: count, tls }, async (station, port) => {
    const before = await station.ask({ do: 'memory' }, memory);
    const crowd = startChild<CrowdQuestion>(new URL('crowd.ts', import.meta.url), LIMIT_MS);
    try {
      const { ms } = await crowd.ask({ do: 'connect', port, tls, count }, connected);
      await station.ask({ do: 'settle' }, done);
      return await act({ station, crowd, before, connectMs: ms });
    } finally {
      await crowd.end();
    }
  });
}
