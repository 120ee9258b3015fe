import type { Credential, Token, Variables } from '../arm/client/index.js';

/** A token that expires sooner than this is not sent. */
const EXPIRY_MARGIN_MS = 60_000;

/**
 * Returns the credential for tracking inside a job. The workspace sets a token, `MLFLOW_TRACKING_TOKEN`, because a
 * compute may offer no other credential; it is used until it expires, then the other credential.
 */
export function jobToken(variables: Variables, otherwise: Credential): Credential {
  const token = variables.MLFLOW_TRACKING_TOKEN;
  const expiresOnTimestamp = token ? endOf(token) : 0;
  if (!token || !expiresOnTimestamp) return otherwise;
  const given: Token = { token, expiresOnTimestamp };
  return {
    getToken: (scopes, options) =>
      expiresOnTimestamp - Date.now() > EXPIRY_MARGIN_MS
        ? Promise.resolve(given)
        : otherwise.getToken(scopes, options)
  };
}

/** Returns a credential of a fixed token, whose expiry is not known. */
export function fixedToken(token: string): Credential {
  return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Infinity }) };
}

/** Returns when a JWT expires, in milliseconds since 1970; undefined if the text is no JWT or has no expiry. */
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
