// What settings of devices take from the shipped library: the sirens of a code, the numbers of clips, and the presets that a
// person at the box may sound without a server, 1 to 9, the same in every commune.
import type { OnSitePreset } from '../../protocol/order.ts';
import { type Clips, onWire } from '../audio/clips.ts';
import { type EmergencyShelf, PLAN_CLIP } from '../places/emergency.ts';
import type { AlertTemplates } from './templates.ts';

/** Its number in compact orders; no shipped clip has it. */
const PLAN_NUMBER = 30;
const CHIME = 'chime-alert';

interface WrittenPreset {
  number: number;
  title: string;
  clips: readonly string[];
  /** The siren of this template, where the commune's code has one. */
  sirenOf?: string;
  evacuation?: true;
}

const PRESETS: readonly WrittenPreset[] = [
  { number: 1, title: 'Lũ báo động 3, sơ tán', clips: ['flood-3'], sirenOf: 'flood-3', evacuation: true },
  { number: 2, title: 'Lũ quét, sạt lở', clips: ['flash-flood', 'landslide'], sirenOf: 'flash-flood' },
  { number: 3, title: 'Bão, lốc', clips: ['storm'], sirenOf: 'storm' },
  { number: 4, title: 'Cháy', clips: ['fire'] },
  { number: 5, title: 'Xả lũ hồ chứa', clips: ['dam-release'] },
  { number: 6, title: 'Sơ tán ngay', clips: ['evacuate'], evacuation: true },
  { number: 7, title: 'Lũ báo động 2', clips: ['flood-2'], sirenOf: 'flood-2' },
  { number: 8, title: 'Đính chính: phát nhầm', clips: ['correction'] },
  { number: 9, title: 'Báo yên', clips: ['all-clear'] },
];
const PASSES = 3;
/** A siren's pass lasts minutes, and the codes count soundings. */
const PASSES_WITH_SIREN = 2;

export function emergencyShelf(clips: Clips, templates: AlertTemplates): EmergencyShelf {
  const clip = (name: string) => {
    const found = clips.byName.get(name);
    if (!found) throw new Error(`library.json has no clip ${name}`);
    return found;
  };
  const item = (name: string) => ({ type: 'clip' as const, name, durationMs: clip(name).durationMs });

  function presetOf(written: WrittenPreset, code: string | null): OnSitePreset {
    const use = written.sirenOf === undefined ? null : (templates.get(written.sirenOf)?.siren ?? null);
    const siren = templates.siren(code, use);
    const plan = { type: 'clip' as const, name: PLAN_CLIP, durationMs: 0, optional: true as const };
    return {
      number: written.number,
      title: written.title,
      content: [...(siren ? [] : [CHIME]), ...written.clips].map(item).concat(written.evacuation ? [plan] : []),
      ...(siren && { siren: siren.name }),
      passes: siren ? Math.min(PASSES_WITH_SIREN, siren.most ?? PASSES_WITH_SIREN) : PASSES,
    };
  }
  const codes = templates.codes().map(({ code }) => code);
  const presets = new Map([null, ...codes].map(code => [code, PRESETS.map(written => presetOf(written, code))]));
  const sirens = new Map(codes.map(code => [code, templates.sirens(code).map(({ name }) => onWire(clip(name)))]));

  return {
    codes,
    sirensOf: code => (code === null ? [] : (sirens.get(code) ?? [])),
    numberOf: name => (name === PLAN_CLIP ? PLAN_NUMBER : (clips.byName.get(name)?.number ?? null)),
    presetsOf: code => presets.get(code) ?? presets.get(null) ?? [],
  };
}
