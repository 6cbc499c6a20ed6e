// What is said about a file while it is read: errors and warnings, each with its place and its words, up to a limit.
import { wording } from './wording.ts';

export type FindingCode = keyof typeof wording;

export interface Finding {
  code: FindingCode;
  /** XPath-like place, `/alert/info[2]/area[1]/polygon[1]`; `/` is the file itself. */
  path: string;
  /** Vietnamese. */
  message: string;
  en: string;
}

type Details = Record<string, string | number>;

export interface Findings {
  readonly errors: Finding[];
  readonly warnings: Finding[];
  error(code: FindingCode, path: string, details?: Details): void;
  warn(code: FindingCode, path: string, details?: Details): void;
}

/** A hostile file shall not make a report that is larger than itself. */
const mostFindings = 500;
const longestValue = 80;

const shorten = (value: string | number): string => {
  const text = String(value).replace(/\s+/g, ' ').trim();
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};

const fill = (text: string, details: Details): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return value === undefined ? whole : shorten(value);
  });

const finding = (code: FindingCode, path: string, details: Details): Finding => ({
  code,
  path,
  message: fill(wording[code].vi, details),
  en: fill(wording[code].en, details),
});

export function createFindings(): Findings {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  const add = (list: Finding[], code: FindingCode, path: string, details: Details) => {
    if (list.length < mostFindings) list.push(finding(code, path, details));
    else if (list.length === mostFindings) list.push(finding('too_many_findings', '/', {}));
  };
  return {
    errors,
    warnings,
    error: (code, path, details = {}) => add(errors, code, path, details),
    warn: (code, path, details = {}) => add(warnings, code, path, details),
  };
}
