// Waiting for what becomes true by itself, with an end.

const PATIENCE_MS = 20_000;
const PAUSE_MS = 40;

/** Looks again and again until it is so; throws with `what` when patience is over. */
export async function until(what: string, look: () => Promise<boolean> | boolean, patienceMs = PATIENCE_MS) {
  const end = performance.now() + patienceMs;
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`still not so after ${patienceMs} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
