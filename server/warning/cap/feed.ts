// An Atom or RSS feed of alerts goes in; what is wrong with it, and with each alert inside, is named among the findings.
import { circles, messageKey } from './circle.ts';
import type { Findings } from './findings.ts';
import { type CapMessage, messageOf } from './message.ts';
import { entriesOf, examine, isSigned } from './read.ts';
import { type CapVersion, capNamespaces } from './schema.ts';
import type { Element } from './tree.ts';

const atom = 'http://www.w3.org/2005/Atom';
const shared = ['author', 'category', 'contributor', 'id', 'link', 'rights', 'title', 'updated'];
const known: Record<string, string[]> = {
  feed: [...shared, 'generator', 'icon', 'logo', 'subtitle', 'entry'],
  entry: [...shared, 'content', 'published', 'source', 'summary'],
};

const alertsIn = (element: Element): Element[] =>
  element.children.flatMap(child =>
    child.name === 'alert' && capNamespaces.has(child.namespace) ? [child] : alertsIn(child),
  );

const has = (element: Element, name: string): boolean =>
  element.children.some(child => child.name === name && child.text.trim() !== '');

function checkAtom(element: Element, findings: Findings): void {
  for (const child of element.children) {
    if (child.namespace === atom && known[element.name]?.includes(child.name) === false)
      findings.error('feed_unknown', child.path, { kind: 'Atom', name: child.name });
  }
  for (const name of ['id', 'title', 'updated']) {
    if (!has(element, name)) findings.error('feed_missing', `${element.path}/${name}`, { name });
  }
}

const isLinked = (entry: Element): boolean =>
  entry.children.some(
    ({ name, text, attributes }) =>
      name === 'link' && (text.trim() !== '' || attributes.some(({ name }) => name === 'href')),
  );

function checkItem(item: Element, findings: Findings): void {
  if (!has(item, 'title') && !has(item, 'description'))
    findings.error('feed_missing', `${item.path}/title`, { name: 'title' });
}

function checkCircles(messages: { message: CapMessage; path: string }[], findings: Findings): void {
  const known = new Map(messages.map(({ message, path }) => [messageKey(message), { message, path }]));
  const referencesOf = (key: string) => (known.get(key)?.message.references ?? []).map(messageKey);
  for (const circle of circles(known.keys(), referencesOf)) {
    const last = known.get(circle.at(-1) ?? '');
    if (last === undefined) continue;
    const value = circle.map(key => known.get(key)?.message.identifier ?? key).join(' → ');
    findings.error('circular_reference', `${last.path}/references`, { value });
  }
}

interface FeedReading {
  /** Of its first alert. */
  version: CapVersion | null;
  signed: boolean;
}

export function checkFeed(root: Element, findings: Findings): FeedReading {
  const kind = root.name === 'rss' ? 'RSS' : 'Atom';
  const entries = entriesOf(root);
  if (kind === 'Atom') {
    if (root.namespace !== atom) findings.error('feed_namespace', root.path, { namespace: root.namespace });
    checkAtom(root, findings);
  } else if (!root.children.some(({ name }) => name === 'channel'))
    findings.error('feed_missing', `${root.path}/channel`, { name: 'channel' });
  if (entries.length === 0) findings.error('feed_empty', root.path);

  const versions: (CapVersion | null)[] = [];
  const messages: { message: CapMessage; path: string }[] = [];
  for (const entry of entries) {
    if (kind === 'Atom') checkAtom(entry, findings);
    else checkItem(entry, findings);
    const alerts = alertsIn(entry);
    if (alerts.length === 0 && !isLinked(entry)) findings.error('feed_nothing_there', entry.path);
    for (const alert of alerts) {
      const before = findings.errors.length;
      const version = examine(alert, findings);
      versions.push(version);
      if (version !== null && findings.errors.length === before)
        messages.push({ message: messageOf(alert, version), path: alert.path });
    }
  }
  checkCircles(messages, findings);
  findings.warn('feed_of_alerts', root.path, { kind, alerts: versions.length });
  const signed = entries.some(isSigned);
  if (signed) findings.warn('signature_in_feed', root.path);
  return { version: versions[0] ?? null, signed };
}
