// What a kind of case is: how its input reads and which quantities it answers.
import type { z } from 'zod';
import { type Result, read, wrong } from './fault.ts';

/** Answers by name: `adiv_db`, `sti`, `visible_rows`… */
export type Quantities = Record<string, number | number[] | string[]>;

/** Answers the input of a case, or says what is wrong with it and where. */
export type Kind = (input: unknown) => Result<Quantities>;

export const kind =
  <S extends z.ZodType>(schema: S, solve: (input: z.output<S>) => Result<Quantities>): Kind =>
  input => {
    const parsed = read(schema, input, 'input');
    return parsed.ok ? solve(parsed.value) : parsed;
  };

/** A kind that asks several questions, told apart by a field that only one of them has; the first that is present decides. */
export const oneOf =
  (questions: Record<string, Kind>): Kind =>
  input => {
    if (typeof input !== 'object' || input === null) return wrong('wrong_type', 'input', 'Expected an object');
    const asked = Object.entries(questions).find(([field]) => field in input);
    if (asked) return asked[1](input);
    return wrong('unknown_question', 'input', `Expected one of the fields ${Object.keys(questions).join(', ')}`);
  };
