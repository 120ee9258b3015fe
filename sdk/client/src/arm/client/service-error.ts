import { CarryError, type ErrorFacts } from '../../errors/index.js';
import { fail } from '../errors.js';

/** A response with an error status. */
export interface FailedResponse {
  method: string;
  url: string;
  status: number;
  text: string;
  requestId?: string;
}

interface ReportedError {
  code: string;
  message: string;
  target?: string;
  details?: ErrorFacts['details'];
}

/** Returns the error that a response reports in ARM's, run history's or MLflow's format, with the service's code and message. */
export function serviceError(response: FailedResponse): CarryError {
  const reported = readReported(response.text);
  const facts = { requestId: response.requestId, target: reported?.target ?? response.url };
  if (!reported) {
    const { method, url, status } = response;
    const text = firstWords(response.text);
    return fail(
      'UnexpectedAnswer',
      { method, url: withoutQuery(url), status, text },
      { ...facts, target: withoutQuery(url) }
    );
  }
  const { code, message, details } = reported;
  return new CarryError(code, response.status, message, {
    ...facts,
    target: withoutQuery(facts.target),
    details
  });
}

function readReported(text: string): ReportedError | undefined {
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
    target: str(error.target) || undefined,
    details: details?.length ? details : undefined
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

/** Removes the query from a URL: it can contain a signature, which must not appear in an error. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

function firstWords(text: string): string {
  const plain = text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
