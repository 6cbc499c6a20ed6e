// What stays on this phone between visits: small values by name. A full or forbidden store only costs convenience.

const PREFIX = 'loa.';

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch (error) {
    console.warn(`${name} could not be kept`, error);
  }
}

/** What was kept was written by `remember` under the same name, so its type is the writer's. */
export function recall<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch (error) {
    console.warn(`${name} could not be read`, error);
    return undefined;
  }
}

/** Everything whose name starts so; called at sign-out, so that the next person sees nothing of the last. */
export function forget(start: string): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX + start)) localStorage.removeItem(key);
}
