import oav from 'oav';
import { specifications, swaggerFiles } from './contract.js';

/** A request and its response, as sent over the wire. */
export interface Exchange {
  method: string;
  /** Path and query. */
  url: string;
  body?: unknown;
  status: number;
  headers: Record<string, string>;
  /** The body of the response. */
  answer: string;
}

/** Microsoft's validator of live traffic, with the contract loaded. Returns the violations; empty when there are none. */
export type Judge = (exchange: Exchange) => Promise<string[]>;

export async function loadJudge(): Promise<Judge> {
  const validator = new oav.LiveValidator({
    fileRoot: specifications,
    directory: specifications,
    swaggerPathsPattern: swaggerFiles,
    swaggerPaths: [],
    git: { shouldClone: false },
    isPathCaseSensitive: false
  });
  await validator.initialize();
  return async exchange => {
    const verdict = await validator.validateLiveRequestResponse({
      liveRequest: {
        method: exchange.method.toLowerCase(),
        url: `https://management.azure.com${exchange.url}`,
        headers: { 'content-type': 'application/json' },
        body: exchange.body as Record<string, unknown> | undefined
      },
      liveResponse: {
        statusCode: String(exchange.status),
        headers: exchange.headers,
        body: exchange.answer === '' ? undefined : JSON.parse(exchange.answer)
      }
    });
    const sides = [
      ['request', verdict.requestValidationResult],
      ['response', verdict.responseValidationResult]
    ] as const;
    return sides.flatMap(([side, { isSuccessful, errors, runtimeException }]) => {
      const found = errors.map(e => `${side}: ${e.code} ${e.message} at ${e.pathsInPayload[0]}`);
      if (runtimeException) found.push(`${side}: ${runtimeException.message}`);
      return isSuccessful || found.length > 0 ? found : [`${side}: refused without a reason`];
    });
  };
}
