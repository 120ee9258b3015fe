import { CarryError, type ErrorFacts } from '../../errors/index.js';
import { fail } from '../errors.js';

/** What an answer must tell for an error to be made of it. */
export interface FailedAnswer {
  method: string;
  url: string;
  status: number;
  text: string;
  requestId?: string;
}

interface Told {
  code: string;
  message: string;
  target?: string;
  details?: ErrorFacts['details'];
}

/** The service's own words as an error of ours: ARM's envelope, run history's, MLflow's; its code is kept as it is. */
export function serviceError(answer: FailedAnswer): CarryError {
  const told = readTold(answer.text);
  const facts = { requestId: answer.requestId, target: told?.target ?? answer.url };
  if (!told) {
    const { method, url, status } = answer;
    const text = firstWords(answer.text);
    return fail(
      'UnexpectedAnswer',
      { method, url: withoutQuery(url), status, text },
      { ...facts, target: withoutQuery(url) }
    );
  }
  const { code, message, details } = told;
  return new CarryError(code, answer.status, message, {
    ...facts,
    target: withoutQuery(facts.target),
    details
  });
}

function readTold(text: string): Told | undefined {
  const body = asRecord(parse(text));
  if (!body) return undefined;
  if (typeof body.error_code === 'string')
    return { code: body.error_code, message: str(body.message) || body.error_code };
  const error = asRecord(body.error);
  if (!error) return undefined;
  const code = str(error.code) || 'UnknownError';
  const details = Array.isArray(error.details) ? error.details.flatMap(readDetail) : undefined;
  return {
    code,
    message: str(error.message) || code,
    ...(str(error.target) ? { target: str(error.target) } : {}),
    ...(details?.length ? { details } : {})
  };
}

function readDetail(detail: unknown): NonNullable<ErrorFacts['details']> {
  const d = asRecord(detail);
  if (!d) return [];
  return [{ code: str(d.code), message: str(d.message), target: str(d.target) || undefined }];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function str(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A query can hold a signature; an error never repeats it. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

function firstWords(text: string): string {
  const plain = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
