// A file as it came goes in; the message comes out if it is one, and every error and warning with its place.
import { decode } from './encoding.ts';
import { createFindings, type Finding, type Findings } from './findings.ts';
import { type CapMessage, messageOf } from './message.ts';
import { checkRules } from './rules.ts';
import { type CapVersion, capNamespaces } from './schema.ts';
import { checkSignature, type SignatureState, type SignatureVerdict, type TrustedKey } from './signature.ts';
import { checkStructure } from './structure.ts';
import { type Element, parseTree, signatureNamespace } from './tree.ts';

export interface CapReading {
  /** Null where there are errors or the signature is broken: such a file is shown to a person as it is, it proposes nothing. */
  message: CapMessage | null;
  version: CapVersion | null;
  errors: Finding[];
  warnings: Finding[];
  signature: SignatureState;
  /** The name of the trusted key, where the signature is valid. */
  signedBy: string | null;
}

interface ReadingOptions {
  keys?: TrustedKey[];
  /** UTC ms; messages from the future are refused where it is given. */
  now?: number;
}

export const isFeed = ({ name }: Element): boolean => name === 'feed' || name === 'rss';

export const entriesOf = (root: Element): Element[] =>
  (root.name === 'rss' ? root.children.filter(({ name }) => name === 'channel') : [root]).flatMap(({ children }) =>
    children.filter(({ name }) => name === 'entry' || name === 'item'),
  );

interface Tree {
  root: Element;
  /** Tags, attributes, runs of words and comments. */
  pieces: number;
  text: string;
}

/** The tree of a file, or null with the reasons among the findings. */
export function treeOf(file: Uint8Array | string, findings: Findings): Tree | null {
  const text = decode(file, findings);
  const tree = text === null ? null : parseTree(text, findings);
  return text === null || tree === null ? null : { ...tree, text };
}

/** Checks one alert element, alone or inside a feed. */
export function examine(alert: Element, findings: Findings, now?: number): CapVersion | null {
  const { name, namespace, path } = alert;
  const version = capNamespaces.get(namespace) ?? null;
  if (name !== 'alert') findings.error('root_unknown', path, { name });
  else if (namespace === '') findings.error('namespace_missing', path);
  else if (version === null) findings.error('namespace_unknown', path, { namespace });
  else {
    checkStructure(alert, version, findings);
    checkRules(alert, version, findings, now);
  }
  return version;
}

export const isSigned = (element: Element): boolean =>
  element.namespace === signatureNamespace || element.children.some(isSigned);

/** Nothing is made of a message with errors, so its signature is not worth the time it takes. */
function signatureOf(tree: Tree, keys: TrustedKey[], findings: Findings): SignatureVerdict {
  if (!isSigned(tree.root)) return { state: 'none', signed: null };
  if (findings.errors.length === 0) return checkSignature(tree, keys, findings);
  findings.warn('signature_unchecked', '/alert/Signature');
  return { state: 'unknownKey', signed: null };
}

export function readCap(file: Uint8Array | string, options: ReadingOptions = {}): CapReading {
  const findings = createFindings();
  const { errors, warnings } = findings;
  const refused = { message: null, version: null, errors, warnings, signature: 'none', signedBy: null } as const;
  const tree = treeOf(file, findings);
  if (tree === null) return refused;
  let alert = tree.root;
  if (isFeed(alert)) {
    const kind = alert.name === 'rss' ? 'RSS' : 'Atom';
    findings.error('feed_not_alert', alert.path, { kind, entries: entriesOf(alert).length });
    return refused;
  }
  const version = examine(alert, findings, options.now);
  const { state, signed } = signatureOf(tree, options.keys ?? [], findings);
  if (signed !== null) {
    // What was signed is what is read: the message is made from those bytes, and they are checked like any other.
    const own = createFindings();
    const again = treeOf(signed.text, own);
    if (again === null || examine(again.root, own, options.now) !== version || own.errors.length > 0) {
      if (errors.length === 0) findings.error('signature_scope', '/alert/Signature');
    } else alert = again.root;
  }
  const sound = errors.length === 0 && state !== 'invalid';
  const message = sound && version !== null ? messageOf(alert, version) : null;
  return { message, version, errors, warnings, signature: state, signedBy: signed?.by ?? null };
}
