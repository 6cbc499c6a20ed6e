// An agent that holds a small clip library, as every device does before an emergency comes; each clip is a tone of its own.
import type { AgentParts } from '../../agent/parts.ts';
import type { LibraryClip, Play } from '../../protocol/order.ts';
import { type House, house, tone } from './agent-house.ts';

export interface AlarmHouse extends House {
  /** A clip that the server holds, for a library or for a cluster's own clips. */
  clip(name: string, seconds: number, change?: Partial<LibraryClip>): Promise<LibraryClip>;
  /** The order of an alert: its first message unless changed, content by clip names. */
  alert(clips: readonly string[], change?: Partial<Play>): Uint8Array;
  last(broadcastId?: string): Record<string, unknown> | undefined;
}

const SECONDS: Record<string, number> = {
  'chime-alert': 2,
  'flood-3': 3,
  'all-clear': 1,
  correction: 1,
  'drill-open': 1,
  'drill-close': 1,
  'siren-hue-flood3': 4,
};

export async function alarmHouse(
  change: Partial<AgentParts> = {},
  options: { without?: readonly string[]; settings?: Record<string, unknown> } = {},
): Promise<AlarmHouse> {
  const home = await house(change);
  const { server, clock } = home;
  let number = 0;
  const made: AlarmHouse = Object.assign(home, {
    async clip(name: string, seconds: number, over: Partial<LibraryClip> = {}): Promise<LibraryClip> {
      const audio = await tone(seconds, 300 + 20 * ++number);
      const recording = server.hold(audio);
      return { name, number, recording, bytes: audio.length, durationMs: seconds * 1000, ...over };
    },
    alert: (clips: readonly string[], over: Partial<Play> = {}) =>
      server.play({
        broadcastId: 'al_a',
        class: 'emergency',
        message: 'issue',
        startAt: clock.now() + 300,
        content: clips.map(name => ({ type: 'clip' as const, name, durationMs: (SECONDS[name] ?? 1) * 1000 })),
        ...over,
      }),
    last: (broadcastId = 'al_a') =>
      server.facts.findLast(fact => 'broadcastId' in fact && fact.broadcastId === broadcastId),
  });
  const names = Object.keys(SECONDS).filter(name => !options.without?.includes(name));
  const clips: LibraryClip[] = [];
  for (const name of names) clips.push(await made.clip(name, SECONDS[name]!));
  server.library = { version: 2, clips };
  await made.again();
  server.send(server.settings(options.settings ?? {}));
  await clock.advance(3000);
  return made;
}
