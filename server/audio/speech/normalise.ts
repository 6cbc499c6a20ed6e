// An announcement as it was typed flows in, with the commune's pronunciation list; Vietnamese words and pauses, and nothing
// that a voice would have to guess at, flow out.
import { sayAbbreviations, saySlashed } from './abbreviations.ts';
import { sayAddresses } from './addresses.ts';
import { clean, tidy } from './clean.ts';
import { sayDates } from './dates.ts';
import { sayDocuments, sayRoads } from './documents.ts';
import { sayGrades } from './grades.ts';
import { sayCapitalWords, sayCodes } from './letters.ts';
import { sayRemainingNumbers } from './numbers.ts';
import { saySymbols } from './symbols.ts';
import { sayTelephones } from './telephone.ts';
import { sayTimes } from './times.ts';
import { sayUnits } from './units.ts';

/** One line of a commune's list: how a name is written, and how people there say it. */
export interface Pronunciation {
  written: string;
  spoken: string;
}

/** The order matters: what is longest and most particular is claimed first, bare numbers and capitals last. */
const rules: readonly ((text: string) => string)[] = [
  sayAddresses,
  saySlashed,
  sayDocuments,
  sayRoads,
  sayTelephones,
  sayGrades,
  sayTimes,
  sayDates,
  sayUnits,
  sayAbbreviations,
  saySymbols,
  sayCodes,
  sayRemainingNumbers,
  sayCapitalWords,
];

const readAloud = (text: string): string => rules.reduce((current, say) => say(current), text);

const firstPlaceholder = 0xe000;
const placeholders = 0xf8ff - firstPlaceholder;

/** Matches one written form as whole words; small letters match capitals, an abbreviation matches only itself. */
function matcher(written: string): RegExp {
  const escaped = written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  const before = /^[\p{L}\p{M}\p{N}]/u.test(written) ? '(?<![\\p{L}\\p{M}\\p{N}])' : '';
  const after = /[\p{L}\p{M}\p{N}]$/u.test(written) ? '(?![\\p{L}\\p{M}\\p{N}])' : '';
  return new RegExp(before + escaped + after, written === written.toUpperCase() ? 'gu' : 'giu');
}

/** Text to be spoken. Whatever the list names is said as the list says, before any rule sees it. */
export function normalise(text: string, pronunciations: readonly Pronunciation[]): string {
  const list = pronunciations
    .map(({ written, spoken }) => ({ written: clean(written).trim(), spoken: tidy(readAloud(clean(spoken))) }))
    .filter(({ written }) => written !== '')
    .sort((a, b) => b.written.length - a.written.length)
    .slice(0, placeholders);
  const marked = list.reduce(
    (current, { written }, at) => current.replace(matcher(written), String.fromCharCode(firstPlaceholder + at)),
    clean(text),
  );
  return tidy(
    tidy(readAloud(marked)).replace(
      /\p{Co}/gu,
      mark => ` ${list[mark.charCodeAt(0) - firstPlaceholder]?.spoken ?? ''} `,
    ),
  );
}
