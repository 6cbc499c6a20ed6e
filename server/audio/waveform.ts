// The peaks that ffmpeg printed flow in; a drawing of the sound flows out, about 200 columns from 0 to 100 (full scale).

const columns = 200;

export const waveformFilters = (samples: number, file: string): string[] => [
  `asetnsamples=n=${Math.max(1, Math.ceil(samples / columns))}:p=0`,
  'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level',
  `ametadata=mode=print:key=lavfi.astats.Overall.Peak_level:file=${file}`,
];

/** Reads the text that these filters print. */
export const parseWaveform = (printed: string): number[] =>
  [...printed.matchAll(/Peak_level=(\S+)$/gm)].map(([, level]) => {
    const amplitude = 10 ** (Number(level) / 20); // Number('-inf') is NaN, which the next line makes silence
    return Number.isFinite(amplitude) ? Math.min(100, Math.round(100 * amplitude)) : 0;
  });
