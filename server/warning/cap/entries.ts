// A document from a feed's address goes in; what is in it comes out: the feed's entries, each with its link or its own message,
// or the message itself where the address holds one.
import { createFindings } from './findings.ts';
import { entriesOf, isFeed, treeOf } from './read.ts';
import { capNamespaces } from './schema.ts';
import type { Element } from './tree.ts';

export interface FeedEntry {
  /** Changes when the entry does. */
  key: string;
  /** Where its message is; null where the entry holds it. */
  link: string | null;
  xml: string | null;
}

export type FeedReading =
  | { kind: 'feed'; entries: FeedEntry[] }
  | { kind: 'alert' }
  /** Vietnamese, as people read it. */
  | { kind: 'trouble'; why: string };

/** More than these are not a list of what holds now. */
const MOST_ENTRIES = 500;

const words = (element: Element, name: string): string =>
  element.children.find(child => child.name === name)?.text.trim() ?? '';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const escaped = (text: string): string => text.replace(/[&<>\r]/g, sign => escapes[sign] ?? sign);

/** A message inside a feed as a document of its own. Its signature does not outlive that, so it is left out. */
function written(alert: Element): string {
  const inside = (element: Element): string => {
    const own = element.children.filter(child => child.namespace === alert.namespace);
    return `<${element.name}>${own.length > 0 ? own.map(inside).join('') : escaped(element.text)}</${element.name}>`;
  };
  return inside(alert).replace('<alert>', `<alert xmlns="${escaped(alert.namespace)}">`);
}

const alertIn = (element: Element): Element | null => {
  for (const child of element.children) {
    const found = child.name === 'alert' && capNamespaces.has(child.namespace) ? child : alertIn(child);
    if (found) return found;
  }
  return null;
};

/** Atom says it as an attribute, RSS as words; of several links the one to a CAP document, else the first. */
function linkOf(entry: Element): string {
  const links = entry.children
    .filter(child => child.name === 'link')
    .map(link => ({
      href: link.attributes.find(({ name }) => name === 'href')?.value ?? link.text.trim(),
      type: link.attributes.find(({ name }) => name === 'type')?.value ?? '',
    }))
    .filter(({ href }) => href !== '');
  return (links.find(({ type }) => type.includes('cap')) ?? links[0])?.href ?? '';
}

function entryOf(entry: Element, base: string): FeedEntry[] {
  const stamp = words(entry, 'updated') || words(entry, 'pubDate') || words(entry, 'published');
  const alert = alertIn(entry);
  const id = words(entry, 'id') || words(entry, 'guid') || words(entry, 'title');
  if (alert) return [{ key: `${id} ${stamp}`, link: null, xml: written(alert) }];
  const href = linkOf(entry);
  const link = URL.parse(href, base)?.href;
  return link === undefined ? [] : [{ key: `${link} ${stamp}`, link, xml: null }];
}

/** `base` is where the document came from. */
export function readFeed(bytes: Uint8Array, base: string): FeedReading {
  const findings = createFindings();
  const tree = treeOf(bytes, findings);
  if (tree === null) return { kind: 'trouble', why: findings.errors[0]?.message ?? 'XML' };
  if (tree.root.name === 'alert') return { kind: 'alert' };
  if (!isFeed(tree.root)) return { kind: 'trouble', why: `<${tree.root.name}>` };
  return {
    kind: 'feed',
    entries: entriesOf(tree.root)
      .slice(0, MOST_ENTRIES)
      .flatMap(entry => entryOf(entry, base)),
  };
}
