// Reads a list of villages as it is pasted from a sheet or a file: tab, semicolon or comma, with or without a header line.
// Out comes every line, or every mistake with its line and column; never a part.
import { name, phone } from '../../protocol/api/common.ts';
import type { VillageLine } from '../../protocol/api/places.ts';
import { LoaError } from '../errors.ts';
import { foldAreaName } from './tree.ts';

type Column = 'villageName' | 'households' | 'inhabitants' | 'head' | 'headPhone' | 'deputy' | 'deputyPhone' | 'other';
/** Where no header says otherwise. */
const ORDER: readonly Column[] = [
  'villageName',
  'households',
  'inhabitants',
  'head',
  'headPhone',
  'deputy',
  'deputyPhone',
];
const MAX_COUNT = 100_000_000;
const MAX_NAME = 120;

export interface ListMistake {
  /** As a person counts: the first line is 1. */
  line: number;
  column: string;
  why: string;
}

/** Throws `bad_list` with the first mistake, and all of them in its details. */
export function readVillageList(text: string): VillageLine[] {
  const { rows, mistakes } = split(text.replace(/^\uFEFF/, '').normalize('NFC'));
  const first = rows[0];
  const header = first ? headerOf(first.cells) : null;
  const columns = header ?? ORDER;
  const seen = new Set<string>();
  const lines = rows.slice(header ? 1 : 0).map(row => readRow(row, columns, seen, mistakes));
  if (lines.length === 0 && mistakes.length === 0) mistakes.push({ line: 1, column: 'villageName', why: 'noLines' });
  if (mistakes.length > 0) throw new LoaError('bad_list', { ...mistakes[0], mistakes });
  return lines;
}

function readRow(row: Row, columns: readonly Column[], seen: Set<string>, mistakes: ListMistake[]): VillageLine {
  const wrong = (column: string, why: string) => {
    mistakes.push({ line: row.line, column, why });
  };
  const cell = (column: Column): string => row.cells[columns.indexOf(column)] ?? '';
  if (row.cells.slice(columns.length).some(extra => extra !== '')) wrong(String(columns.length + 1), 'tooManyColumns');

  const count = (column: Column): number | null | undefined => {
    if (!columns.includes(column) || cell(column) === '') return undefined;
    const value = readCount(cell(column));
    if (value === null) wrong(column, 'noNumber');
    return value;
  };
  const words = (column: Column): string | undefined => {
    if (cell(column).length > MAX_NAME) wrong(column, 'tooLong');
    return cell(column) || undefined;
  };
  const number = (column: Column): string | undefined => {
    if (!phone.safeParse(cell(column)).success) wrong(column, 'noPhone');
    return cell(column) || undefined;
  };

  const villageName = cell('villageName');
  if (villageName === '') wrong('villageName', 'noName');
  else if (!name.safeParse(villageName).success) wrong('villageName', 'tooLong');
  else if (seen.has(foldAreaName(villageName))) wrong('villageName', 'nameTwice');
  seen.add(foldAreaName(villageName));
  return {
    name: villageName,
    households: count('households'),
    people: count('inhabitants'),
    head: words('head'),
    headPhone: number('headPhone'),
    deputy: words('deputy'),
    deputyPhone: number('deputyPhone'),
  };
}

/** A count as people write it: `1842`, `1.842`, `1,842`, `1 842`; null if it is none. */
export function readCount(text: string): number | null {
  if (!/^\d{1,9}$|^\d{1,3}([., \u00A0]\d{3})+$/.test(text)) return null;
  const value = Number(text.replace(/\D/g, ''));
  return value <= MAX_COUNT ? value : null;
}

interface Row {
  line: number;
  cells: string[];
}

/** Lines of cells; a quoted cell may hold the separator, quotes written twice, and line ends. */
function split(text: string): { rows: Row[]; mistakes: ListMistake[] } {
  const separator = separatorOf(text);
  const rows: Row[] = [];
  const mistakes: ListMistake[] = [];
  let line = 1;
  let row: Row = { line, cells: [] };
  let cell = '';
  let quoted = false;
  const endCell = () => {
    row.cells.push(cell.trim().replace(/\s+/g, ' '));
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.cells.some(c => c !== '')) rows.push(row);
    row = { line, cells: [] };
  };
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? '';
    if (letter === '\n') line++;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (letter === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (letter === separator) endCell();
    else if (letter === '\n') endRow();
    else cell += letter;
  }
  if (quoted) mistakes.push({ line: row.line, column: String(row.cells.length + 1), why: 'openQuote' });
  endRow();
  return { rows, mistakes };
}

/** What separates the cells of the first line that has text; sheets paste tabs. */
function separatorOf(text: string): string {
  const unquoted = text.replace(/"(?:[^"]|"")*"/g, '');
  const first = unquoted.split('\n').find(line => line.trim() !== '') ?? '';
  return ['\t', ';', ','].find(mark => first.includes(mark)) ?? '\t';
}

const PLACE = '(thôn|xóm|bản|tổ dân phố|tdp|làng|ấp|khu phố|village|name)';
const HEADER_WORDS: readonly [RegExp, Column][] = [
  [new RegExp(`^(tên|(tên )?${PLACE}([ ,/–-]+${PLACE})*)$`), 'villageName'],
  [/(phó|thay|deputy).*(điện thoại|đt|phone)|(điện thoại|đt|phone).*(phó|thay|deputy)/, 'deputyPhone'],
  [/điện thoại|sđt|sdt|^đt|phone/, 'headPhone'],
  [/hộ(?! khẩu)|household/, 'households'],
  [/khẩu|số dân|dân số|people|population/, 'inhabitants'],
  [/phó|người thay|deputy/, 'deputy'],
  [/trưởng|head/, 'head'],
];

/** The columns that a first line names; null if it is a village already and no header. */
function headerOf(cells: readonly string[]): Column[] | null {
  const columns: Column[] = [];
  for (const cell of cells) {
    const found = HEADER_WORDS.find(([words]) => words.test(foldAreaName(cell)))?.[1] ?? 'other';
    // The second telephone column is the second person's; any other column that comes twice is passed over.
    const free = found === 'headPhone' && columns.includes('headPhone') ? 'deputyPhone' : found;
    columns.push(columns.includes(free) ? 'other' : free);
  }
  return columns.includes('villageName') ? columns : null;
}
