// An alert's tree goes in; what its elements must say together, beyond the schema, is named among the findings.
import type { Findings } from './findings.ts';
import type { CapVersion } from './schema.ts';
import type { Element } from './tree.ts';
import { numberOf, timeOf, uriKind, wordsOf } from './values.ts';

/** Which message is meant: CAP names one by its sender, identifier and time. */
export interface Reference {
  sender: string;
  identifier: string;
  sent: string;
}

/** A clock may be a little fast; beyond this a message comes from the future, ms. */
const fastClock = 60 * 60_000;

export const childOf = (element: Element, name: string): Element | undefined =>
  element.children.find(child => child.name === name && child.namespace === element.namespace);

export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter(child => child.name === name && child.namespace === element.namespace);

/** Trimmed; empty where the element is missing. */
export const textOf = (element: Element, name: string): string => childOf(element, name)?.text.trim() ?? '';

const timeIn = (element: Element, name: string): number | null => {
  const time = timeOf(textOf(element, name));
  return typeof time === 'number' ? time : null;
};

export function referenceOf(text: string): Reference | null {
  const [sender = '', identifier = '', sent = '', ...rest] = text.split(',');
  const fine = sender !== '' && identifier !== '' && typeof timeOf(sent) === 'number' && rest.length === 0;
  return fine ? { sender, identifier, sent } : null;
}

function checkReferences(alert: Element, findings: Findings): void {
  const msgType = textOf(alert, 'msgType');
  const element = childOf(alert, 'references');
  const words = wordsOf(element?.text ?? '');
  if (element === undefined) {
    if (['Update', 'Cancel', 'Ack', 'Error'].includes(msgType))
      findings.error('references_required', `${alert.path}/references`, { msgType });
    return;
  }
  if (words.length === 0) findings.error('empty_value', element.path, { name: 'references' });
  const sent = timeIn(alert, 'sent');
  const own = { sender: textOf(alert, 'sender'), identifier: textOf(alert, 'identifier') };
  for (const value of words) {
    const reference = referenceOf(value);
    if (reference === null) {
      findings.error('bad_reference', element.path, { value });
      continue;
    }
    // An identifier is its sender's for ever, so another time does not make it another message.
    if (reference.sender === own.sender && reference.identifier === own.identifier)
      findings.error('self_reference', element.path, { value });
    else if (sent !== null && Number(timeOf(reference.sent)) > sent)
      findings.warn('postdated_reference', element.path, { value });
  }
}

function checkScope(alert: Element, findings: Findings): void {
  const scope = textOf(alert, 'scope');
  const restriction = childOf(alert, 'restriction');
  if (scope === 'Restricted' && textOf(alert, 'restriction') === '')
    findings.error('restriction_required', restriction?.path ?? `${alert.path}/restriction`);
  if (scope !== 'Restricted' && restriction !== undefined && textOf(alert, 'restriction') !== '')
    findings.warn('restriction_unused', restriction.path);
  if (scope === 'Private' && textOf(alert, 'addresses') === '')
    findings.error('addresses_required', `${alert.path}/addresses`);
}

function checkArea(area: Element, findings: Findings): void {
  const ceiling = childOf(area, 'ceiling');
  if (ceiling === undefined) return;
  if (childOf(area, 'altitude') === undefined) findings.error('ceiling_without_altitude', ceiling.path);
  const [high, low] = [numberOf(ceiling.text.trim()), numberOf(textOf(area, 'altitude'))];
  if (high !== null && low !== null && high <= low)
    findings.error('ceiling_below_altitude', ceiling.path, { ceiling: high, altitude: low });
}

function checkInfo(info: Element, sent: number | null, findings: Findings): void {
  const start = timeIn(info, 'effective') ?? sent;
  const end = timeIn(info, 'expires');
  const expires = childOf(info, 'expires');
  if (expires !== undefined && start !== null && end !== null && end <= start)
    findings.warn('ends_before_start', expires.path, { value: expires.text });
  for (const resource of childrenOf(info, 'resource')) {
    const uri = childOf(resource, 'uri');
    if (uri !== undefined && uriKind(uri.text.trim()) === 'relative' && childOf(resource, 'derefUri') === undefined)
      findings.error('relative_uri', uri.path, { value: uri.text });
  }
  for (const area of childrenOf(info, 'area')) checkArea(area, findings);
}

const html = /<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,500})?\/?>|&(?:[a-z]{2,8}|#\d{2,6});/i;

function checkText(element: Element, findings: Findings): void {
  const found = html.exec(element.text);
  if (found !== null) findings.warn('html_in_text', element.path, { name: element.name, value: found[0] });
  for (const child of element.children) if (child.namespace === element.namespace) checkText(child, findings);
}

/** `now`, UTC ms, refuses messages from the future; without it a verdict does not depend on the clock. */
export function checkRules(alert: Element, version: CapVersion, findings: Findings, now?: number): void {
  const sent = timeIn(alert, 'sent');
  if (now !== undefined && sent !== null && sent > now + fastClock)
    findings.error('sent_in_future', `${alert.path}/sent`, { value: textOf(alert, 'sent') });
  checkReferences(alert, findings);
  if (version !== '1.0' || childOf(alert, 'scope') !== undefined) checkScope(alert, findings);
  const infos = childrenOf(alert, 'info');
  const msgType = textOf(alert, 'msgType');
  const status = textOf(alert, 'status');
  if (infos.length === 0 && ['Alert', 'Update'].includes(msgType)) findings.warn('no_info', alert.path);
  const what = status === 'Exercise' ? status : msgType === 'Error' ? msgType : null;
  if (what !== null && textOf(alert, 'note') === '') findings.warn('note_advised', `${alert.path}/note`, { what });
  for (const info of infos) checkInfo(info, sent, findings);
  checkText(alert, findings);
}
