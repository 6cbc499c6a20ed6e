// The loudspeaker named on the command line: `KIND` in, a speaker out.
import { z } from 'zod';
import type { Time } from '../../protocol/time.ts';
import type { ServerClock } from '../clock.ts';
import { alsaSpeaker } from './alsa.ts';
import { pipeSpeaker, splitCommand } from './pipe.ts';
import { silentSpeaker } from './silent.ts';
import type { Speaker } from './speaker.ts';
import { wavSpeaker } from './wav.ts';

export type SpeakerKind =
  | { kind: 'alsa'; device: string }
  | { kind: 'pipe'; command: string[] }
  | { kind: 'wav'; path: string }
  | { kind: 'silent' };

const WANTED = 'must be alsa:DEVICE, pipe:COMMAND, wav:FILE or silent';

export const speakerKind = z
  .string({ error: `is needed: ${WANTED.replace('must be ', '')}` })
  .transform((text, context): SpeakerKind => {
    const colon = text.indexOf(':');
    const kind = colon < 0 ? text : text.slice(0, colon);
    const rest = colon < 0 ? '' : text.slice(colon + 1);
    if (text === 'silent') return { kind: 'silent' };
    if (kind === 'alsa' && rest) return { kind, device: rest };
    if (kind === 'wav' && rest) return { kind, path: rest };
    if (kind === 'pipe') {
      const command = splitCommand(rest);
      if (command !== null && command.length > 0) return { kind, command };
    }
    context.addIssue({ code: 'custom', message: `${WANTED}, not ${text}` });
    return z.NEVER;
  });

export function createSpeaker(wanted: SpeakerKind, time: Time, clock: ServerClock): Speaker {
  if (wanted.kind === 'alsa') return alsaSpeaker({ time, device: wanted.device });
  if (wanted.kind === 'pipe') return pipeSpeaker({ time, command: wanted.command });
  if (wanted.kind === 'wav') return wavSpeaker({ time, clock, path: wanted.path });
  return silentSpeaker({ time });
}
