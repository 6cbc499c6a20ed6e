// One clock for all processes of a benchmark: the machine's monotonic one, which they share.

/** Milliseconds, with fractions. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6;
