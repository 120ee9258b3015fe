import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fail } from './errors.js';
import type { JobPrincipal, Role } from './tokens.js';

/** The secrets of a home, which only its owner may know. */
export interface Secret {
  /** Signs tokens and shared access signatures. */
  key: Buffer;
  /** The value of `IDENTITY_HEADER` with which a client gets a token. */
  identityHeader: string;
}

/** Returns the value of `IDENTITY_HEADER` with which a client gets a token of the role. */
export function identityHeader(secret: Secret, role: Role): string {
  return role === 'Contributor'
    ? secret.identityHeader
    : createHmac('sha256', secret.key).update(`identity header of a ${role}`).digest('base64url');
}

/**
 * Returns the value of `IDENTITY_HEADER` of one job, with which it gets tokens while it is active. It begins with the name of the job, so
 * that the server finds the job.
 */
export function jobIdentityHeader(secret: Secret, { name, mark }: JobPrincipal): string {
  const signature = createHmac('sha256', secret.key)
    .update(`identity header of the job ${name} ${mark}`)
    .digest('base64url');
  return `${name}.${signature}`;
}

/** Returns the name of the job in its `IDENTITY_HEADER`, which still has to be verified. */
export function jobOfIdentityHeader(header: string): string | undefined {
  return /^(.+)\.[\w-]+$/.exec(header)?.[1];
}

/** A key for one purpose, derived from the secret: a signature made with it is valid for nothing else. */
export function derivedKey(secret: Secret, purpose: string): Buffer {
  return createHmac('sha256', secret.key).update(purpose).digest();
}

const KEY_BYTES = 32;
const HEADER_BYTES = 24;

/** Reads the user's secret. Creates it on first use, in a file that only its owner can read. Throws SecretDamaged or SecretNotOwned. */
export function loadSecret(path: string): Secret {
  if (!existsSync(path)) createSecret(path);
  return readSecret(path);
}

/** Creates a secret, in place of any that is there. */
export function createSecret(path: string): void {
  const draft = `${path}.${process.pid}`;
  const created = {
    key: randomBytes(KEY_BYTES).toString('base64'),
    identityHeader: randomBytes(HEADER_BYTES).toString('base64url')
  };
  writeFileSync(draft, JSON.stringify(created), { mode: 0o600, flush: true });
  renameSync(draft, path);
}

/** Reads the secret that a server has created. Throws SecretMissing, SecretDamaged or SecretNotOwned. */
export function readSecret(path: string): Secret {
  if (!existsSync(path)) throw fail('SecretMissing', { path });
  restrictToOwner(path);
  const secret = parseSecret(readFileSync(path, 'utf8'));
  if (!secret) throw fail('SecretDamaged', { path });
  return secret;
}

/** Returns undefined for a text that is not a whole secret. */
function parseSecret(text: string): Secret | undefined {
  try {
    const { key, identityHeader } = JSON.parse(text) as Record<string, unknown>;
    if (typeof key !== 'string' || typeof identityHeader !== 'string') return undefined;
    const bytes = Buffer.from(key, 'base64');
    const isWhole =
      bytes.length === KEY_BYTES &&
      Buffer.from(identityHeader, 'base64url').length === HEADER_BYTES;
    return isWhole ? { key: bytes, identityHeader } : undefined;
  } catch {
    // Not JSON, or not an object.
    return undefined;
  }
}

/** Restricts the file to its owner. Refuses a file that another user owns, who could read and change it. */
function restrictToOwner(path: string): void {
  const { uid, mode } = lstatSync(path);
  const me = process.getuid?.();
  if (me !== undefined && uid !== me) throw fail('SecretNotOwned', { path });
  if ((mode & 0o077) !== 0) chmodSync(path, 0o600);
}
