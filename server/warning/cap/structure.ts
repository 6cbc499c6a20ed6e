// An alert's tree and its version's table go in; every element that is missing, unknown, misplaced or says what it may not
// is named among the findings, with its place.
import type { Findings } from './findings.ts';
import { type CapVersion, type Field, type Scalar, schemas } from './schema.ts';
import { type Element, signatureNamespace } from './tree.ts';
import { circleOf, isBase64, isLanguage, isMime, numberOf, polygonOf, timeOf, uriKind } from './values.ts';

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
const isHint = (attribute: { name: string; namespace: string }): boolean =>
  attribute.namespace === instanceNamespace && /^(noNamespaceS|s)chemaLocation$/.test(attribute.name);

type Check = (element: Element, findings: Findings, version: CapVersion) => void;

const filled = (then: (value: string, path: string, findings: Findings) => void): Check => {
  return ({ name, text, path }, findings) => {
    const value = text.trim();
    if (value === '') findings.error('empty_value', path, { name });
    else then(value, path, findings);
  };
};

/** The schema takes an empty address; it leads nowhere, and that is all. */
const address = (then: (value: string, path: string, findings: Findings) => void): Check => {
  return ({ name, text, path }, findings) => {
    const value = text.trim();
    if (value === '') findings.warn('empty_value', path, { name });
    else then(value, path, findings);
  };
};

const checks: Record<Scalar, Check> = {
  text: () => undefined,
  words: filled(() => undefined),
  name: ({ name, text, path }, findings) => {
    if (text === '') findings.error('empty_value', path, { name });
    else if (/[\s,<&]/.test(text)) findings.error('bad_characters', path, { name, value: text });
  },
  time: filled((value, path, findings) => {
    const time = timeOf(value);
    if (time === 'form') findings.error('bad_time', path, { value });
    if (time === 'calendar') findings.error('impossible_time', path, { value });
  }),
  // An empty language has the schema's default, en-US.
  language: ({ text, path }, findings) => {
    const value = text.trim();
    if (value !== '' && !isLanguage(value)) findings.error('bad_language', path, { value });
  },
  uri: address((value, path, findings) => {
    const kind = uriKind(value);
    if (kind !== 'absolute') findings.error(kind === 'none' ? 'bad_uri' : 'relative_uri', path, { value });
  }),
  'reference uri': address((value, path, findings) => {
    if (uriKind(value) === 'none') findings.error('bad_uri', path, { value });
  }),
  mime: filled((value, path, findings) => {
    if (!isMime(value)) findings.error('bad_mime_type', path, { value });
  }),
  size: filled((value, path, findings) => {
    if (!/^\+?\d+$/.test(value)) findings.error('bad_size', path, { value });
  }),
  base64: filled((value, path, findings) => {
    if (!isBase64(value)) findings.error('bad_base64', path);
  }),
  digest: ({ text, path }, findings) => {
    if (!/^[0-9a-f]{40}$/i.test(text.trim())) findings.warn('bad_digest', path, { value: text });
  },
  number: filled((value, path, findings) => {
    if (numberOf(value) === null) findings.error('bad_number', path, { value });
  }),
  // The weather services that still speak 1.1 write an empty polygon where they have none; 1.2 has no excuse.
  polygon: ({ text, path }, findings, version) => {
    if (text.trim() === '' && version !== '1.2') findings.warn('polygon_empty', path);
    else polygonOf(text, path, findings);
  },
  circle: filled((value, path, findings) => {
    circleOf(value, path, findings);
  }),
  pair: ({ text, path }, findings) => {
    if (!/^[^=]+=/.test(text)) findings.warn('pair_expected', path, { value: text });
  },
};

/** Which positions make the longest run that never falls: what is left out of it stands wrong. */
function longestRising(ranks: number[]): Set<number> {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  ranks.forEach((rank, i) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranks[ends[middle] ?? 0] ?? 0) <= rank) low = middle + 1;
      else high = middle;
    }
    previous[i] = ends[low - 1];
    ends[low] = i;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) kept.add(at);
  return kept;
}

export function checkStructure(alert: Element, version: CapVersion, findings: Findings): void {
  const checkPlain = (element: Element) => {
    for (const attribute of element.attributes) {
      if (isHint(attribute)) continue;
      findings.error('unknown_attribute', element.path, { name: element.name, attribute: attribute.name });
    }
  };

  const checkScalar = (element: Element, field: Field) => {
    for (const child of element.children) findings.error('unknown_element', child.path, { name: child.name, version });
    if (typeof field.of === 'string') checks[field.of](element, findings, version);
    else if ('choices' in field.of && !field.of.choices.includes(element.text))
      findings.error('bad_choice', element.path, { value: element.text, choices: field.of.choices.join(', ') });
  };

  const checkOrder = (element: Element, fields: Field[], row: { child: Element; rank: number }[]) => {
    const kept = longestRising(row.map(({ rank }) => rank));
    const standing = new Set(row.filter((_, i) => kept.has(i)).map(({ rank }) => rank));
    row.forEach(({ child, rank }, i) => {
      if (kept.has(i)) return;
      const before = fields.findLast((_, other) => other < rank && standing.has(other));
      findings.error('wrong_order', child.path, { name: child.name, after: before?.name ?? element.name });
    });
  };

  const checkGroup = (element: Element, fields: Field[], signed: boolean) => {
    const counts = new Map<Field, number>();
    const row: { child: Element; rank: number }[] = [];
    for (const child of element.children) {
      const { name, path } = child;
      if (child.namespace === signatureNamespace && element === alert) {
        if (signed) row.push({ child, rank: fields.length });
        else findings.error('signature_not_allowed', path, { version });
        continue;
      }
      const rank = fields.findIndex(field => field.name === name);
      const field = fields[rank];
      if (field === undefined) {
        findings.error('unknown_element', path, { name, version });
        continue;
      }
      const count = (counts.get(field) ?? 0) + 1;
      counts.set(field, count);
      if (child.namespace !== alert.namespace) {
        findings.error('wrong_namespace', path, { name });
        continue;
      }
      if (count > 1 && !field.many) findings.error('repeated_element', path, { name });
      else row.push({ child, rank });
      checkPlain(child);
      if (typeof field.of === 'object' && 'fields' in field.of) checkGroup(child, field.of.fields, false);
      else checkScalar(child, field);
    }
    checkOrder(element, fields, row);
    for (const field of fields) {
      if (!field.needed || counts.has(field)) continue;
      findings.error('missing_element', `${element.path}/${field.name}${field.many ? '[1]' : ''}`, {
        name: field.name,
      });
    }
    const stray = element.text.trim();
    if (stray !== '') findings.error('stray_text', element.path, { name: element.name, value: stray });
  };

  checkPlain(alert);
  checkGroup(alert, schemas[version], version === '1.2');
}
