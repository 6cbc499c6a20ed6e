// The text of a file goes in, a tree of elements with their namespaces and places comes out. What the text means is judged elsewhere.
import type { Findings } from './findings.ts';
import { readXml } from './wellformed.ts';

export interface Element {
  /** Without its prefix. */
  name: string;
  namespace: string;
  /** Without the declarations of namespaces. */
  attributes: { name: string; namespace: string; value: string }[];
  children: Element[];
  /** The element's own text, with CDATA, references resolved. */
  text: string;
  /** `/alert/info[2]/area[1]`: numbered where CAP or a feed allows several. */
  path: string;
}

export const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

const several = new Set([
  ...['code', 'info', 'category', 'responseType', 'eventCode', 'parameter', 'resource', 'area'],
  ...['polygon', 'circle', 'geocode', 'entry', 'item'],
]);

type Scope = ReadonlyMap<string, string>;

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

interface Open {
  element: Element;
  scope: Scope;
  counts: Map<string, number>;
  texts: string[];
}

/** The tree and how many pieces its text had, or null with the reason among the findings. */
export function parseTree(text: string, findings: Findings): { root: Element; pieces: number } | null {
  const stack: Open[] = [];
  const undeclared = new Set<string>();
  let root: Element | null = null;

  const split = (qualified: string, scope: Scope, bare: string): { name: string; namespace: string } => {
    const colon = qualified.indexOf(':');
    if (colon < 0) return { name: qualified, namespace: bare };
    const namespace = scope.get(qualified.slice(0, colon)) ?? '';
    if (namespace === '') undeclared.add(qualified.slice(0, colon));
    return { name: qualified.slice(colon + 1), namespace };
  };

  const pieces = readXml(
    text,
    {
      open: (tag, attributes) => {
        const parent = stack.at(-1);
        const outer = parent?.scope ?? new Map([['xml', xmlNamespace]]);
        const declared = attributes.filter(([name]) => isDeclaration(name));
        const scope =
          declared.length === 0
            ? outer
            : new Map([...outer, ...declared.map(([name, value]) => [name.slice('xmlns:'.length), value] as const)]);
        const own = split(tag, scope, scope.get('') ?? '');
        const count = (parent?.counts.get(own.name) ?? 0) + 1;
        parent?.counts.set(own.name, count);
        const number = count > 1 || several.has(own.name) ? `[${count}]` : '';
        const element: Element = {
          ...own,
          attributes: attributes
            .filter(([name]) => !isDeclaration(name))
            .map(([name, value]) => ({ ...split(name, scope, ''), value })),
          children: [],
          text: '',
          path: `${parent?.element.path ?? ''}/${own.name}${number}`,
        };
        parent?.element.children.push(element);
        root ??= element;
        stack.push({ element, scope, counts: new Map(), texts: [] });
      },
      text: words => stack.at(-1)?.texts.push(words),
      close: () => {
        const closed = stack.pop();
        if (closed !== undefined) closed.element.text = closed.texts.join('');
      },
    },
    findings,
  );
  if (pieces === null || root === null) return null;
  for (const name of undeclared) findings.error('undeclared_prefix', '/', { name });
  return undeclared.size === 0 ? { root, pieces } : null;
}
