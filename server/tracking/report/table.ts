// A table as a sheet opens it: UTF-8 with BOM, commas, and no cell that a sheet would run as a formula.

type Cell = string | number;

export const csv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`;

function cell(value: Cell): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An instant by the clock on the wall of `timezone` (IANA). */
export function localClock(timezone: string): (at: number) => string {
  const local = new Intl.DateTimeFormat('vi-VN', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return at => local.format(at);
}
