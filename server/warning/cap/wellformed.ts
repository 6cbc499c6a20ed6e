// The text of a file goes in; its tags and words come out one after the other, as long as they are well-formed XML 1.0 without
// a document type and within limits. This reader stands in for a library because it refuses more, and is forty times as fast
// on long texts: a message must not hold up the server that sounds alerts.
import type { Findings } from './findings.ts';

const deepest = 24;
const mostElements = 50_000;
const mostAttributes = 40;

export interface Sink {
  open(tag: string, attributes: [name: string, value: string][]): void;
  text(text: string): void;
  close(): void;
}

const blank = /^[ \t\r\n]*$/;
const illegal = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const name = '[\\p{L}_][\\p{L}\\p{N}\\p{M}_.\\u00b7-]*';
const qualified = `${name}(?::${name})?`;
const openTag = new RegExp(`<(${qualified})`, 'uy');
const closeTag = new RegExp(`</(${qualified})[ \\t\\r\\n]*>`, 'uy');
const attribute = new RegExp(`[ \\t\\r\\n]+(${qualified})[ \\t\\r\\n]*=[ \\t\\r\\n]*("[^"<]*"|'[^'<]*')`, 'uy');
const tagEnd = /[ \t\r\n]*(\/?)>/y;
const reference = /&(?:(amp|lt|gt|quot|apos);|#(\d{1,7});|#x([0-9a-fA-F]{1,6});|([\p{L}_][\p{L}\p{N}_.-]*);)?/gu;
const instruction = new RegExp(`<\\?(${name})(?=[ \\t\\r\\n?])`, 'uy');
const declared = /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1[^<>]*\?>/;

type Refusal =
  | { code: 'not_well_formed'; at: number; why: string }
  | { code: 'doctype_refused'; at: number }
  | { code: 'entity_refused'; at: number; name: string }
  | { code: 'too_deep' | 'too_many_elements'; at: number; max: number }
  | { code: 'too_many_attributes'; at: number; max: number };

const isCharacter = (code: number): boolean =>
  (code >= 0x20 && code <= 0xd7ff) ||
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

function referencesRefused(text: string, at: number): Refusal | null {
  if (!text.includes('&')) return null;
  for (const match of text.matchAll(reference)) {
    const [whole, known, decimal, hex, other] = match;
    const where = at + match.index;
    if (other !== undefined) return { code: 'entity_refused', at: where, name: other };
    if (known !== undefined) continue;
    const digits = decimal ?? hex;
    if (digits === undefined) return { code: 'not_well_formed', at: where, why: '&' };
    if (!isCharacter(Number.parseInt(digits, decimal === undefined ? 16 : 10)))
      return { code: 'not_well_formed', at: where, why: whole };
  }
  return null;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Only after `referencesRefused`: ends of lines become one, references their characters. */
function resolve(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('&')) return text;
  return text.replace(reference, (whole, known?: string, decimal?: string, hex?: string) => {
    if (known !== undefined) return named[known] ?? whole;
    return String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10));
  });
}

function place(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `${line}:${at - before.lastIndexOf('\n')}`;
}

/** What stands between `<` and `>` that is no tag: a comment, a CDATA section, an instruction. */
function passage(text: string, at: number): { end: number; text?: string } | Refusal {
  const broken = (why: string): Refusal => ({ code: 'not_well_formed', at, why });
  if (text.startsWith('<!--', at)) {
    const close = text.indexOf('--', at + 4);
    return close >= 0 && text[close + 2] === '>' ? { end: close + 3 } : broken('<!--');
  }
  if (text.startsWith('<![CDATA[', at)) {
    const close = text.indexOf(']]>', at + 9);
    return close < 0 ? broken('<![CDATA[') : { end: close + 3, text: text.slice(at + 9, close) };
  }
  if (text.startsWith('<!', at)) {
    const declares = /^<!(doctype|entity|element|attlist|notation)/i.test(text.slice(at, at + 12));
    return declares ? { code: 'doctype_refused', at } : broken('<!');
  }
  instruction.lastIndex = at;
  const target = instruction.exec(text)?.[1];
  const close = text.indexOf('?>', at + 2);
  const known = target !== undefined && (target.toLowerCase() !== 'xml' || (at === 0 && declared.test(text)));
  return known && close >= 0 ? { end: close + 2 } : broken('<?');
}

const isRefusal = <T extends object>(result: T | Refusal): result is Refusal => 'code' in result;

/** One token at a time: each step answers where the next one begins, or why there is none. */
function scan(text: string, sink: Sink): { pieces: number } | Refusal {
  const broken = (at: number, why: string): Refusal => ({ code: 'not_well_formed', at, why });
  const open: string[] = [];
  let elements = 0;
  let pieces = 0;
  type Step = { end: number } | Refusal;

  const words = (at: number, end: number): Step => {
    const run = text.slice(at, end);
    if (open.length === 0) return blank.test(run) ? { end } : broken(at, run.trim().slice(0, 20));
    const cut = run.indexOf(']]>');
    if (cut >= 0) return broken(at + cut, ']]>');
    const refused = referencesRefused(run, at);
    if (refused === null) sink.text(resolve(run));
    return refused ?? { end };
  };

  const closing = (at: number): Step => {
    closeTag.lastIndex = at;
    const match = closeTag.exec(text);
    const expected = open.pop();
    if (match === null || match[1] !== expected) return broken(at, expected === undefined ? '</' : `</${expected}>`);
    sink.close();
    return { end: at + match[0].length };
  };

  const opening = (at: number): Step => {
    openTag.lastIndex = at;
    const tag = openTag.exec(text)?.[1];
    if (tag === undefined) return broken(at, '<');
    if (open.length === 0 && elements > 0) return broken(at, `<${tag}>`);
    if (open.length >= deepest) return { code: 'too_deep', at, max: deepest };
    elements += 1;
    if (elements > mostElements) return { code: 'too_many_elements', at, max: mostElements };
    const attributes = attributesFrom(text, openTag.lastIndex);
    if (isRefusal(attributes)) return attributes;
    tagEnd.lastIndex = attributes.end;
    const match = tagEnd.exec(text);
    if (match === null) return broken(attributes.end, `<${tag}`);
    sink.open(tag, attributes.list);
    pieces += attributes.list.length;
    if (match[1] === '') open.push(tag);
    else sink.close();
    return { end: tagEnd.lastIndex };
  };

  const other = (at: number): Step => {
    const passed = passage(text, at);
    if (isRefusal(passed) || passed.text === undefined) return passed;
    if (open.length === 0) return broken(at, '<![CDATA[');
    sink.text(passed.text.replace(/\r\n?/g, '\n'));
    return passed;
  };

  const stepAt = (at: number): Step => {
    const next = text.indexOf('<', at);
    if (next !== at) return words(at, next < 0 ? text.length : next);
    const sign = text[at + 1];
    return sign === '/' ? closing(at) : sign === '!' || sign === '?' ? other(at) : opening(at);
  };

  const bad = illegal.exec(text);
  if (bad !== null) return broken(bad.index, `U+${bad[0].charCodeAt(0).toString(16)}`);
  for (let at = 0; at < text.length; pieces += 1) {
    const step = stepAt(at);
    if (isRefusal(step)) return step;
    at = step.end;
  }
  const unclosed = open.pop();
  if (elements === 0 || unclosed !== undefined)
    return broken(text.length, unclosed === undefined ? '<' : `</${unclosed}>`);
  return { pieces };
}

function attributesFrom(text: string, from: number): { end: number; list: [string, string][] } | Refusal {
  const list = new Map<string, string>();
  let end = from;
  attribute.lastIndex = end;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    const [whole, key = '', quoted = ''] = match;
    if (list.has(key)) return { code: 'not_well_formed', at: end, why: key };
    const refused = referencesRefused(quoted, end + whole.length - quoted.length);
    if (refused !== null) return refused;
    list.set(key, resolve(quoted.slice(1, -1)));
    if (list.size > mostAttributes) return { code: 'too_many_attributes', at: end, max: mostAttributes };
    end = attribute.lastIndex;
  }
  return { end, list: [...list] };
}

/** How many tags, attributes, runs of words and comments there are, or null with the first refusal among the findings. */
export function readXml(text: string, sink: Sink, findings: Findings): number | null {
  if (!/^[ \t\r\n]*</.test(text)) {
    findings.error('not_xml', '/');
    return null;
  }
  const result = scan(text, sink);
  if (!isRefusal(result)) return result.pieces;
  const { code, at, ...details } = result;
  findings.error(code, '/', { ...details, at: place(text, at) });
  return null;
}
