// The machine that the figures belong to.
import { cpus, release, totalmem, type } from 'node:os';

export const machine = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1024 / 1024),
  system: `${type()} ${release()}`,
  node: process.version,
  date: new Date().toISOString(),
});
