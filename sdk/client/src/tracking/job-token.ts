import type { Credential, Token, Variables } from '../arm/client/index.js';

/** A token that ends sooner than this (milliseconds) is not worth sending. */
const MARGIN = 60_000;

/**
 * Inside a job the workspace hands out a token for tracking, `MLFLOW_TRACKING_TOKEN`; a compute may offer no other
 * way to sign in. It is taken as long as it lasts, then the other credential.
 */
export function jobToken(variables: Variables, otherwise: Credential): Credential {
  const token = variables.MLFLOW_TRACKING_TOKEN;
  const expiresOnTimestamp = token ? endOf(token) : 0;
  if (!token || !expiresOnTimestamp) return otherwise;
  const given: Token = { token, expiresOnTimestamp };
  return {
    getToken: (scopes, options) =>
      expiresOnTimestamp - Date.now() > MARGIN
        ? Promise.resolve(given)
        : otherwise.getToken(scopes, options)
  };
}

/** A token that somebody handed us; it is sent as it is, without knowing its end. */
export function fixedToken(token: string): Credential {
  return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Infinity }) };
}

/** When a JWT ends, in milliseconds since 1970; undefined when the text is none or does not say. */
function endOf(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (!payload) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: number };
    return exp === undefined ? undefined : exp * 1000;
  } catch {
    return undefined;
  }
}
