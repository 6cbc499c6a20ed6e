// The sentence that says what a broadcast reached. It speaks of clusters that confirmed, never of people who heard.
import type { Broadcast } from '../protocol/api/broadcasts.ts';
import { languageName } from './languages.ts';
import { tellNumber } from './telling.ts';
import type { Words } from './words/vi.ts';

type Told = Pick<Broadcast, 'clusters' | 'counts'> & {
  reach: Pick<Broadcast['reach'], 'households' | 'householdsTotal'>;
};

export function outcomeSentence({ clusters, counts, reach }: Told, words: Words): string {
  const told = words.report;
  const number = (value: number) => tellNumber(value, words);
  const played = counts.played ?? 0;
  if (played === 0) return told.notYet(number(clusters));
  const confirmed = told.confirmed(number(played), number(clusters));
  const { households, householdsTotal } = reach;
  if (households === null || householdsTotal === null || householdsTotal === 0)
    return `${confirmed} ${told.reachedUnknown}`;
  const rounded = Math.round((households / householdsTotal) * 100);
  // 99.6 % is not everybody.
  const percent = households < householdsTotal ? Math.min(rounded, 99) : rounded;
  return `${confirmed} ${told.reached(number(households), number(householdsTotal), number(percent))}`;
}

/** "Việt 56/60 · Nùng 12/14 · Cao Lan 0/5 – chưa có bản ghi". */
export const languagesLine = (languages: Broadcast['reach']['languages'], words: Words): string =>
  languages
    .map(({ language, confirmed, clusters, recorded }) => {
      const line = words.report.languageLine(
        languageName(language, words),
        tellNumber(confirmed, words),
        tellNumber(clusters, words),
      );
      return recorded ? line : `${line} – ${words.report.languageMissing}`;
    })
    .join(' · ');
