// Holds SPEC.md and the tests to each other: every rule is named by a test file, and no test names a rule that is not there.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rules = [...readFileSync('SPEC.md', 'utf8').matchAll(/^- \*\*([A-Z]{3}-\d+)\*\* /gm)].map(([, rule]) => rule!);
const families = [...new Set(rules.map(rule => rule.slice(0, 3)))];
const named = new Map<string, string[]>();
for (const file of globSync('tests/**/*.test.ts')) {
  const rule = new RegExp(`\\b(?:${families.join('|')})-\\d+\\b`, 'g');
  for (const [name] of readFileSync(file, 'utf8').matchAll(rule)) named.set(name, [...(named.get(name) ?? []), file]);
}

test('every rule stands once', () => {
  expect(rules.length).toBeGreaterThan(40);
  expect(rules).toEqual([...new Set(rules)]);
});

test('every rule is named by a test', () => {
  expect(rules.filter(rule => !named.has(rule))).toEqual([]);
});

test('every rule that a test names stands', () => {
  expect([...named].filter(([rule]) => !rules.includes(rule))).toEqual([]);
});
