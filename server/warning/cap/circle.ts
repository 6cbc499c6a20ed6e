// Messages and what they refer to go in; the circles among them come out. A single message cannot show one, a feed or a store can.
import type { Reference } from './rules.ts';
import { timeOf } from './values.ts';

/** One key for a message however its time is written. */
export const messageKey = ({ sender, identifier, sent }: Reference): string =>
  `${sender},${identifier},${timeOf(sent)}`;

/** Every circle that is met from the starts on, as the keys along it; `referencesOf` answers nothing for what is not known. */
export function circles(starts: Iterable<string>, referencesOf: (key: string) => string[]): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const start of starts) {
    if (done.has(start)) continue;
    const path: { key: string; left: string[] }[] = [{ key: start, left: [...referencesOf(start)] }];
    const on = new Set([start]);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.left.pop();
      if (next === undefined) {
        path.pop();
        on.delete(step.key);
        done.add(step.key);
      } else if (on.has(next)) {
        found.push(path.slice(path.findIndex(({ key }) => key === next)).map(({ key }) => key));
      } else if (!done.has(next)) {
        path.push({ key: next, left: [...referencesOf(next)] });
        on.add(next);
      }
    }
  }
  return found;
}
