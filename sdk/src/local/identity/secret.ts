import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What only the owner of the home may know. */
export interface Secret {
  /** Signs tokens and shared access signatures. */
  key: Buffer;
  /** What `IDENTITY_HEADER` must say to be given a token. */
  identityHeader: string;
}

/** Reads the user's secret, made on first use in a file that only its owner can read. */
export function loadSecret(path: string): Secret {
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`;
    const made = {
      key: randomBytes(32).toString('base64'),
      identityHeader: randomBytes(24).toString('base64url')
    };
    writeFileSync(draft, JSON.stringify(made), { mode: 0o600 });
    renameSync(draft, path);
  }
  chmodSync(path, 0o600);
  const { key, identityHeader } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  if (!key || !identityHeader)
    throw new Error(
      `The secret in ${path} is damaged. Remove the file and start again; open sessions must then sign in anew.`
    );
  return { key: Buffer.from(key, 'base64'), identityHeader };
}
