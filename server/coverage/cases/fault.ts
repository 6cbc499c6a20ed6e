// What is wrong with a case, and the exact place: zod's complaints in, one coded fault out.
import type { z } from 'zod';

export type FaultCode =
  | 'missing'
  | 'wrong_type'
  | 'wrong_length'
  | 'out_of_range'
  | 'bad_value'
  | 'unknown_kind'
  | 'unknown_question'
  | 'unknown_quantity'
  | 'no_answer';

export interface Fault {
  code: FaultCode;
  /** Path inside the case, as `input.bands_hz[3]`. */
  at: string;
  message: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export const right = <T>(value: T): Result<T> => ({ ok: true, value });
export const wrong = (code: FaultCode, at: string, message: string): Result<never> => ({
  ok: false,
  fault: { code, at, message },
});

const place = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (at, step) => (typeof step === 'number' ? `${at}[${step}]` : at === '' ? String(step) : `${at}.${String(step)}`),
    root,
  );

function codeOf(issue: z.core.$ZodIssue): FaultCode {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'missing' : 'wrong_type';
  if (issue.code === 'too_small' || issue.code === 'too_big')
    return issue.origin === 'array' ? 'wrong_length' : 'out_of_range';
  return issue.code === 'invalid_union' ? 'wrong_type' : 'bad_value';
}

/** Parses `value`, which stands at `root` in the case. */
export function read<S extends z.ZodType>(schema: S, value: unknown, root: string): Result<z.output<S>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return right(parsed.data);
  const issue = parsed.error.issues[0]!;
  return wrong(codeOf(issue), place(root, issue.path), issue.message);
}
