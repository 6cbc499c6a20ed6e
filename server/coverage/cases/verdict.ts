// One case in, its answer and whether that agrees with the figure expected out. The form is that of the acoustic reference file.
import { z } from 'zod';
import { type Fault, type Result, read, right, wrong } from './fault.ts';
import type { Kind, Quantities } from './kind.ts';
import { absorptionCase, divergenceCase, termCase } from './outdoors.ts';
import { pathCase } from './path.ts';
import { speechCase } from './speech.ts';
import { cutCase, sightCase } from './terrain.ts';

const kinds: Record<string, Kind> = {
  atmospheric_absorption: absorptionCase,
  divergence_and_absorption: divergenceCase,
  propagation_closed_form: termCase,
  propagation_case: pathCase,
  terrain_diffraction_geometry: cutCase,
  terrain_line_of_sight: sightCase,
  speech_intelligibility: speechCase,
};

const head = z.object({ id: z.string(), category: z.string() });
const expectation = z.object({
  expected: z
    .record(z.string(), z.union([z.number(), z.array(z.number()), z.array(z.string())]))
    .refine(expected => Object.keys(expected).length > 0, 'Expected at least one quantity'),
  tolerance: z.object({
    abs: z.number().min(0).optional(),
    abs_db: z.number().min(0).optional(),
    abs_db_per_km: z.number().min(0).optional(),
    min_agreement: z.number().min(0).max(1).optional(),
  }),
});
type Expectation = z.output<typeof expectation>;

export interface Verdict {
  /** Null if the case has none. */
  id: string | null;
  /** The quantities that the case expects; null if they could not be worked out. */
  got: Quantities | null;
  ok: boolean;
  error?: Fault;
}

type Quantity = Quantities[string];

const isText = (values: Quantity): values is string[] => Array.isArray(values) && typeof values[0] === 'string';

/** Share of characters that agree; 0 unless both have the same rows and columns. */
function agreement(got: readonly string[], expected: readonly string[]): number {
  if (got.length !== expected.length || got.some((row, index) => row.length !== expected[index]!.length)) return 0;
  const [ours, theirs] = [got.join(''), expected.join('')];
  let same = 0;
  for (let cell = 0; cell < ours.length; cell++) if (ours[cell] === theirs[cell]) same++;
  return same / ours.length;
}

/** Whether one quantity agrees within the tolerance that fits it. */
function agrees(name: string, got: Quantity, { expected, tolerance }: Expectation): Result<boolean> {
  const wanted = expected[name]!;
  if (isText(got) !== isText(wanted) || Array.isArray(got) !== Array.isArray(wanted))
    return wrong('wrong_type', `expected.${name}`, 'Expected another sort of quantity');
  if (isText(got) && isText(wanted)) {
    if (tolerance.min_agreement === undefined)
      return wrong('missing', 'tolerance.min_agreement', 'Expected a least agreement');
    return right(agreement(got, wanted) >= tolerance.min_agreement);
  }
  const most = tolerance.abs ?? tolerance.abs_db ?? tolerance.abs_db_per_km;
  if (most === undefined) return wrong('missing', 'tolerance.abs', 'Expected an absolute tolerance');
  const [ours, theirs] = [[got].flat(), [wanted].flat()];
  if (ours.length !== theirs.length) return wrong('wrong_length', `expected.${name}`, `Expected ${ours.length} values`);
  return right(ours.every((value, index) => Math.abs(Number(value) - Number(theirs[index])) <= most));
}

/** The answers named in `expected`; a case may ask for some of what its kind knows. */
function compare(answers: Quantities, wanted: Expectation): Omit<Verdict, 'id'> {
  const got: Quantities = {};
  let ok = true;
  for (const name of Object.keys(wanted.expected)) {
    const answer = answers[name];
    if (answer === undefined) {
      const message = `Known here: ${Object.keys(answers).join(', ')}`;
      return { got, ok: false, error: { code: 'unknown_quantity', at: `expected.${name}`, message } };
    }
    got[name] = answer;
    const agreed = agrees(name, answer, wanted);
    if (!agreed.ok) return { got, ok: false, error: agreed.fault };
    ok &&= agreed.value;
  }
  return { got, ok };
}

const finite = (quantity: Quantity): boolean => isText(quantity) || [quantity].flat().every(Number.isFinite);

/** Answers one case. What is wrong with it becomes the verdict's error; it never throws. */
export function judge(entry: unknown): Verdict {
  const named = read(head, entry, '');
  const given: Record<string, unknown> = typeof entry === 'object' && entry !== null ? { ...entry } : {};
  const id = typeof given.id === 'string' ? given.id : null;
  const refuse = (error: Fault, got: Quantities | null = null): Verdict => ({ id, got, ok: false, error });
  if (!named.ok) return refuse(named.fault);
  const kind = Object.hasOwn(kinds, named.value.category) ? kinds[named.value.category] : undefined;
  if (!kind) {
    const message = `Known here: ${Object.keys(kinds).join(', ')}`;
    return refuse({ code: 'unknown_kind', at: 'category', message });
  }
  const answers = kind(given.input);
  if (!answers.ok) return refuse(answers.fault);
  const lost = Object.entries(answers.value).find(([, quantity]) => !finite(quantity));
  if (lost) return refuse({ code: 'no_answer', at: 'input', message: `${lost[0]} has no finite value here` });
  const wanted = read(expectation, entry, '');
  if (!wanted.ok) return refuse(wanted.fault, answers.value);
  return { id, ...compare(answers.value, wanted.value) };
}
