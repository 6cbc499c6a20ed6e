// Turns whatever was thrown into the one form of error answer, in the caller's language: refusals as they are, wrong shapes
// with their place and cause, and bugs as `internal`, logged and told to nobody.
import type { FastifyError, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import type { ErrorAnswer } from '../../protocol/api/common.ts';
import { LoaError } from '../errors.ts';

type Language = 'vi' | 'en';
const WORDS = { vi: z.locales.vi().localeError, en: z.locales.en().localeError };

/** A request whose shape is wrong. It keeps what was read, because the words for it wait until the caller's language is known. */
class ShapeError extends Error {
  readonly statusCode = 400;
  readonly explain: (language: Language) => { where: string; why: string }[];

  constructor(schema: z.core.$ZodType, data: unknown, part: string) {
    super(`wrong shape of ${part}`);
    this.explain = language => {
      const { error } = z.safeParse(schema, data, { error: WORDS[language] });
      return (error?.issues ?? []).map(issue => innermost(issue, [part]));
    };
  }
}

/** Reads each part of a request by its zod shape. */
export const shapeReader: FastifySchemaCompiler<z.core.$ZodType> =
  ({ schema, httpPart }) =>
  data => {
    const read = z.safeParse(schema, data);
    return read.success ? { value: read.data } : { error: new ShapeError(schema, data, httpPart ?? 'body') };
  };

/** The account's language, else the first that the browser prefers, else Vietnamese. */
function languageOf(request: FastifyRequest): Language {
  if (request.actor) return request.actor.language;
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'vi';
}

export function errorAnswerTo(error: unknown, request: FastifyRequest): { status: number; body: ErrorAnswer } {
  const language = languageOf(request);
  const refusal = asRefusal(error, request, language);
  if (refusal.code === 'internal')
    request.log.error({ err: error, method: request.method, url: request.url }, 'request failed');
  const details = Object.keys(refusal.details).length > 0 ? { details: refusal.details } : {};
  return { status: refusal.status, body: { code: refusal.code, message: refusal.say(language), ...details } };
}

function asRefusal(error: unknown, request: FastifyRequest, language: Language): LoaError {
  if (error instanceof LoaError) return error;
  if (error instanceof ShapeError) {
    const issues = error.explain(language);
    return new LoaError('bad_request', { where: '', why: '', ...issues[0], issues });
  }
  if (!(error instanceof Error)) return new LoaError('internal');
  const status = (error as Partial<FastifyError>).statusCode ?? 500;
  if (status === 413) return new LoaError('too_large');
  if (status === 415) return new LoaError('unsupported_media', { type: request.headers['content-type'] ?? '' });
  if (status === 429) return new LoaError('too_many_requests');
  if (status < 400 || status >= 500) return new LoaError('internal');
  return new LoaError('bad_request', { where: request.url.split('?')[0], why: error.message });
}

/** An issue's place and cause; of a union the branch that came furthest, because that is what was meant. */
function innermost(issue: z.core.$ZodIssue, above: string[]): { where: string; why: string } {
  const path = [...above, ...issue.path.map(String)];
  if (issue.code === 'invalid_union') {
    const branches = issue.errors
      .filter(branch => branch.length > 0)
      .sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    const inner = branches[0]?.[0];
    if (inner) return innermost(inner, path);
  }
  return { where: path.join('.'), why: issue.message };
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map(issue => issue.path.length));
