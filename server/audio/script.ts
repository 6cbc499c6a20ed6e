// What the emergency library says, in writing: `templates.json` and `sirens.json` of the recordings flow in, checked; templates,
// frames and siren codes flow out. A file that is wrong stops the program, with the place of the mistake.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sirenPreset, template } from '../../protocol/api/alerts.ts';
import { clipName } from '../../protocol/order.ts';

const words = z.string().trim().min(1);
const writtenTemplate = template.omit({ clip: true, clipDurationMs: true, human: true }).extend({
  title: words,
  titleEn: words,
  text: words,
  textEn: words,
  waitS: z.union([z.literal(30), z.literal(120)]),
});
const frame = z.strictObject({ name: clipName, title: words, titleEn: words, text: words, textEn: words });
const writtenSiren = sirenPreset.omit({ code: true, durationMs: true });
const templatesFile = z.strictObject({
  templates: z.array(z.strictObject(writtenTemplate.shape)),
  frames: z.array(frame),
});
const sirensFile = z.strictObject({
  codes: z.array(
    z.strictObject({
      code: z.string().regex(/^[a-z0-9-]{1,20}$/),
      title: words,
      titleEn: words,
      sirens: z.array(z.strictObject(writtenSiren.shape)).min(1),
    }),
  ),
});

export type WrittenTemplate = z.infer<typeof writtenTemplate>;
export type Frame = z.infer<typeof frame>;
export type WrittenCode = z.infer<typeof sirensFile>['codes'][number];

export interface Script {
  templates: readonly WrittenTemplate[];
  /** What is said around drills and siren tests. */
  frames: readonly Frame[];
  codes: readonly WrittenCode[];
}

/** Messages that can be sent at any moment: without their words no alert may be sent. */
const NEEDED_TEMPLATES = ['all-clear', 'correction'];
const NEEDED_FRAMES = ['drill-open', 'drill-close', 'drill-end', 'siren-test-open', 'siren-test-close'];
const SLOT = /\{(\w+)\}/g;

/** The sentences of a text, each with its end. */
export const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+/);
/** The slots that a text names. */
export const slotsIn = (text: string): string[] => [...text.matchAll(SLOT)].map(found => found[1] ?? '');

export function readScript(folder: string): Script {
  const { templates, frames } = read(folder, 'templates.json', templatesFile);
  const { codes } = read(folder, 'sirens.json', sirensFile);
  const wrong = (file: string, why: string) => new Error(`${join(folder, file)}: ${why}`);

  const names = [...templates, ...frames].map(one => one.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong('templates.json', `${twice} stands twice`);
  const missing =
    NEEDED_TEMPLATES.find(name => !templates.some(one => one.name === name)) ??
    NEEDED_FRAMES.find(name => !frames.some(one => one.name === name));
  if (missing !== undefined) throw wrong('templates.json', `${missing} is missing`);
  for (const { name, specifics, slots } of templates) {
    const used = slotsIn(specifics ?? '');
    const declared = slots.map(slot => slot.name);
    const loose = used.find(slot => !declared.includes(slot)) ?? declared.find(slot => !used.includes(slot));
    if (loose !== undefined)
      throw wrong('templates.json', `${name}: the slot ${loose} is not both described and spoken`);
    if (specifics !== null && !/[.!?]$/.test(specifics))
      throw wrong('templates.json', `${name}: its specifics do not end a sentence`);
  }
  const presets = codes.flatMap(({ code, sirens }) => sirens.map(siren => ({ code, siren })));
  for (const { code, siren } of presets) {
    if (siren.name !== `siren-${code}-${siren.use}`)
      throw wrong('sirens.json', `${siren.name} must be named siren-${code}-${siren.use}`);
    if (presets.filter(one => one.siren.name === siren.name).length > 1)
      throw wrong('sirens.json', `${siren.name} stands twice`);
  }
  return { templates, frames, codes };
}

function read<T>(folder: string, file: string, shape: z.ZodType<T>): T {
  const path = join(folder, file);
  let said: unknown;
  try {
    said = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const parsed = shape.safeParse(said);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
