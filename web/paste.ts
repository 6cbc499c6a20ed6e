// Level 0: a list of villages pasted from a sheet in, villages and the lines that cannot be read out.
import type { VillageLine } from '../protocol/api/places.ts';

export type PasteFault =
  | { line: number; kind: 'noName' }
  | { line: number; kind: 'notNumber'; text: string }
  | { line: number; kind: 'twice'; text: string }
  | { line: number; kind: 'longLine' };

const COLUMNS = 7;

/** Tab where there is one, else semicolon, else comma. */
const separatorOf = (text: string): string => (text.includes('\t') ? '\t' : text.includes(';') ? ';' : ',');

/** Cells of one line; a quoted cell may hold the separator and doubled quotes. */
function cells(line: string, separator: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!;
    if (quoted && letter === '"' && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (letter === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted;
      if (quoted) cell = '';
    } else if (letter === separator && !quoted) {
      found.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  found.push(cell.trim());
  return found;
}

/** "1.234" and "1 234" are Vietnamese for 1234; null if it is no whole number. */
function wholeNumber(text: string): number | null {
  const bare = text.replace(/[\s.](?=\d{3}(\D|$))/g, '');
  return /^\d{1,8}$/.test(bare) ? Number(bare) : null;
}

/** A first line of column names, as sheets have them. */
const isHeading = (row: readonly string[]): boolean =>
  /^(tên|thôn|bản|tên thôn|stt|name|village)(\s*[,/-]?\s*(thôn|bản|tổ dân phố))*$/iu.test(row[0] ?? '') &&
  !row.slice(1).some(cell => wholeNumber(cell) !== null);

export function readVillages(text: string): { villages: VillageLine[]; faults: PasteFault[] } {
  const villages: VillageLine[] = [];
  const faults: PasteFault[] = [];
  const separator = separatorOf(text);
  const seen = new Set<string>();
  let first = true;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === '') continue;
    const row = cells(raw, separator);
    while (row.length > COLUMNS && row.at(-1) === '') row.pop();
    const line = index + 1;
    const heading = first && isHeading(row);
    first = false;
    if (heading) continue;
    const [name = '', households = '', people = '', head, headPhone, deputy, deputyPhone] = row;
    const wrong = [households, people].find(cell => cell !== '' && wholeNumber(cell) === null);
    if (row.length > COLUMNS) faults.push({ line, kind: 'longLine' });
    else if (name === '') faults.push({ line, kind: 'noName' });
    else if (wrong !== undefined) faults.push({ line, kind: 'notNumber', text: wrong });
    else if (seen.has(name.toLowerCase())) faults.push({ line, kind: 'twice', text: name });
    else {
      seen.add(name.toLowerCase());
      villages.push({
        name,
        households: households === '' ? null : wholeNumber(households),
        people: people === '' ? null : wholeNumber(people),
        ...(head ? { head } : {}),
        ...(headPhone ? { headPhone } : {}),
        ...(deputy ? { deputy } : {}),
        ...(deputyPhone ? { deputyPhone } : {}),
      });
    }
  }
  return { villages, faults };
}
