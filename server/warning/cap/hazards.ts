// What a message speaks of goes in; the warning of ours that says it comes out, with what it leaves open among the findings.
import type { AlarmLevel } from '../flood.ts';
import { vietnameseNames } from './emit.ts';
import type { Findings } from './findings.ts';
import type { CapInfo } from './message.ts';

export interface Said {
  /** A template's name. */
  template: string;
  level: AlarmLevel | null;
}

/** In order: what stands first is the more exact word. */
const events: readonly [RegExp, string][] = [
  [/lũ quét|lũ ống|flash[ -]?flood/, 'flash-flood'],
  [/sạt lở|lở đất|trượt đất|sụt lún|land ?slide|mud ?slide|debris flow/, 'landslide'],
  [/xả lũ|xả tràn|xả hồ|vỡ đập|xả nước hồ|dam (release|break|failure)|spillway/, 'dam-release'],
  [/cháy|hoả hoạn|hỏa hoạn|\bfires?\b|wildfire/, 'fire'],
  [/bão|áp thấp nhiệt đới|lốc|giông|dông|storm|typhoon|cyclone|tornado|hurricane/, 'storm'],
  [/lũ|lụt|ngập|flood/, 'flood'],
];

const LEVEL_WORDS = /(?:báo động|bđ|alarm(?: level)?)\s*(?:số\s*|cấp\s*)?(iii|ii|i|3|2|1)(?![\p{L}\d])/u;
const LEVELS: Record<string, AlarmLevel> = { i: 1, ii: 2, iii: 3, '1': 1, '2': 2, '3': 3 };

/** Báo động 1, 2 or 3, by its parameter or in words. */
function alarmLevelOf(info: CapInfo): AlarmLevel | null {
  const parameter = info.parameters.find(one => one.name === vietnameseNames.alarmLevel)?.value.trim();
  const words = LEVEL_WORDS.exec(`${info.event} ${info.headline ?? ''}`.normalize('NFC').toLowerCase())?.[1];
  return LEVELS[(parameter ?? words ?? '').toLowerCase()] ?? null;
}

export function hazardOf(info: CapInfo, path: string, findings: Findings): Said {
  if (info.responseTypes.includes('AllClear')) return { template: 'all-clear', level: null };
  if (info.responseTypes.includes('Evacuate')) findings.warn('evacuation_asked', `${path}/responseType`);
  const event = info.event.normalize('NFC').toLowerCase();
  const found = events.find(([words]) => words.test(event))?.[1] ?? null;
  const level = alarmLevelOf(info);
  if (found === 'flood' || (found === null && level !== null)) {
    if (level !== null) return { template: `flood-${level}`, level };
    findings.warn('level_unknown', `${path}/parameter`);
    return { template: 'other', level: null };
  }
  if (found !== null) return { template: found, level: null };
  findings.warn('event_unknown', `${path}/event`, { value: info.event });
  return { template: 'other', level: null };
}
