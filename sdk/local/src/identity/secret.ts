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

/** Reads the user's secret. Creates it on first use, in a file that only its owner can read. Throws SecretDamaged or SecretNotOwned. */
export function loadSecret(path: string): Secret {
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`;
    const created = {
      key: randomBytes(32).toString('base64'),
      identityHeader: randomBytes(24).toString('base64url')
    };
    writeFileSync(draft, JSON.stringify(created), { mode: 0o600 });
    renameSync(draft, path);
  }
  restrictToOwner(path);
  const { key, identityHeader } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  if (!key || !identityHeader) throw fail('SecretDamaged', { path });
  return { key: Buffer.from(key, 'base64'), identityHeader };
}

/** Restricts the file to its owner. Refuses a file that another user owns, who could read and change it. */
function restrictToOwner(path: string): void {
  const { uid, mode } = lstatSync(path);
  const me = process.getuid?.();
  if (me !== undefined && uid !== me) throw fail('SecretNotOwned', { path });
  if ((mode & 0o077) !== 0) chmodSync(path, 0o600);
}
