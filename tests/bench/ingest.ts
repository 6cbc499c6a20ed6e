// An uploaded hour of speech becomes a levelled recording: how long that takes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createIngest } from '../../server/audio/ingest.ts';
import type { Benchmark } from './figures.ts';
import { speechMp3 } from './sound.ts';
import { withFolder } from './stage.ts';

const GOAL_S_AN_HOUR = 90;

export const ingest: Benchmark = {
  name: 'ingest',
  async run({ quick }) {
    if (spawnSync('sh', ['-c', 'command -v ffmpeg']).status !== 0) return { missing: 'no ffmpeg on this machine' };
    const minutes = quick ? 10 : 60;
    return withFolder(async dir => {
      const upload = await speechMp3(dir, minutes);
      const room = createIngest({ dir: join(dir, 'recordings'), maxBytes: 2 ** 30, maxDurationS: 3 * 3600 });
      const begun = performance.now();
      const made = await room.ingest(upload);
      const seconds = (performance.now() - begun) / 1000;
      if (Math.abs(made.durationMs - minutes * 60_000) > 2000) throw new Error(`${made.durationMs} ms came out`);
      return [
        {
          what: `${minutes} min of speech (MP3) measured, levelled and encoded`,
          measured: seconds,
          unit: 's',
          goal: { most: (GOAL_S_AN_HOUR * minutes) / 60 },
          note: `${Math.round((minutes * 60) / seconds)}× real time; from ${made.sourceLoudnessLufs.toFixed(1)} to ${made.loudnessLufs.toFixed(1)} LUFS`,
        },
      ];
    });
  },
};
