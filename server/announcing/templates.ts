// The emergency library as alerts use it: the written templates and siren codes with their clips flow in; a template by its name,
// the siren that goes with it in a place's code, and the words of the second stage flow out.
import type { AlertTemplate, SirenPreset, Templates } from '../../protocol/api/alerts.ts';
import { type Clips, readClips } from '../audio/clips.ts';
import { readScript, sentencesOf, slotsIn, type WrittenTemplate } from '../audio/script.ts';

/** A template as it is shipped; whether a place has its own voice for it is known only there. */
export type LibraryTemplate = Omit<AlertTemplate, 'human'>;

/** A sentence said around drills and siren tests. */
export interface FrameSentence {
  name: string;
  title: string;
  text: string;
}

export interface AlertTemplates {
  /** Null for a name that is none. */
  get(name: string): LibraryTemplate | null;
  list(): readonly LibraryTemplate[];
  frames(): readonly FrameSentence[];
  /** The preset of a code for a use, or by its own name; null where the code has none, or no code is picked. */
  siren(code: string | null, wanted: string | null): SirenPreset | null;
  /** Presets of a code; none for no code. */
  sirens(code: string | null): readonly SirenPreset[];
  codes(): Templates['codes'];
  /** The second stage in words. A sentence with a slot that is not filled is left out; null if none is left. */
  specifics(template: Pick<LibraryTemplate, 'specifics'>, slots: Readonly<Record<string, string>>): string | null;
  /** What a page is shown for a place with this code; `human` names the clips that its own people have spoken. */
  templatesFor(place: { sirenCode: string | null; human: ReadonlySet<string> }): Templates;
}

/** Reads the library in `folder`. Throws, with the place of the mistake, if a file is wrong or a clip is missing. */
export function createTemplates({ folder }: { folder: string }): AlertTemplates {
  const clips = readClips(folder);
  const script = readScript(folder);
  for (const { name } of [...script.frames, { name: 'chime-alert' }]) lengthOf(clips, name);

  const codes: Templates['codes'] = script.codes.map(({ sirens, ...code }) => ({
    ...code,
    sirens: sirens.map(siren => ({ ...siren, code: code.code, durationMs: lengthOf(clips, siren.name) })),
  }));
  const longestSirenMs = (wanted: WrittenTemplate['siren']): number =>
    Math.max(0, ...codes.flatMap(code => code.sirens.filter(one => one.use === wanted).map(one => one.durationMs)));
  const templates = script.templates.map((written): LibraryTemplate => {
    const clipDurationMs = lengthOf(clips, written.name);
    if (written.repeatEveryS * 1000 <= clipDurationMs + longestSirenMs(written.siren))
      throw new Error(`${folder}: ${written.name} would repeat before it has ended`);
    return { ...written, clip: written.name, clipDurationMs };
  });
  const byName = new Map(templates.map(template => [template.name, template]));

  const sirens = (code: string | null): readonly SirenPreset[] => codes.find(one => one.code === code)?.sirens ?? [];

  return {
    get: name => byName.get(name) ?? null,
    list: () => templates,
    frames: () => script.frames,
    siren: (code, wanted) => sirens(code).find(one => one.use === wanted || one.name === wanted) ?? null,
    sirens,
    codes: () => codes,
    specifics: (template, slots) => specificsOf(template.specifics, slots),
    templatesFor: ({ sirenCode, human }) => ({
      items: templates.map(template => ({ ...template, human: human.has(template.clip) })),
      sirens: [...sirens(sirenCode)],
      codes,
    }),
  };
}

function lengthOf(clips: Clips, name: string): number {
  const clip = clips.byName.get(name);
  if (!clip) throw new Error(`library.json has no clip ${name}`);
  return clip.durationMs;
}

/**
 * Half a sentence misleads, and an alert must not wait until everything is known: what is not filled goes unsaid, sentence by
 * sentence. A slot that the template does not have is not spoken; the confirm screen shows the words as they will sound.
 */
function specificsOf(text: string | null, slots: Readonly<Record<string, string>>): string | null {
  if (text === null) return null;
  // The template's own stop ends the sentence.
  const filled = new Map(
    Object.entries(slots).map(([name, value]) => [
      name,
      value
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/[.!?\s]+$/, ''),
    ]),
  );
  const said = sentencesOf(text)
    .filter(sentence => slotsIn(sentence).every(slot => (filled.get(slot) ?? '') !== ''))
    .map(sentence => sentence.replace(/\{(\w+)\}/g, (_whole, slot: string) => filled.get(slot) ?? ''));
  return said.length === 0 ? null : said.join(' ');
}
