import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { TlsSettings } from '@azure/core-rest-pipeline';

/** Environment variables: `process.env`, or those that were resolved for a workspace. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Returns the certificate authorities to trust if `NODE_EXTRA_CA_CERTS` names additional ones; undefined means Node's own.
 *
 * Node reads that variable once, at the start of the process, so without this function variables that are resolved later
 * would have no effect. The result replaces Node's list, so it includes Node's own authorities.
 */
export async function trustedAuthorities(variables: Variables): Promise<TlsSettings | undefined> {
  const file = variables.NODE_EXTRA_CA_CERTS;
  if (!file) return undefined;
  const files = new Set([file, process.env.NODE_EXTRA_CA_CERTS ?? file]);
  const extra: string[] = [];
  for (const path of files) {
    try {
      extra.push(await readFile(path, 'utf8'));
    } catch (cause) {
      // Node, too, only warns about a missing file; a certificate that is then not trusted has an error of its own.
      process.emitWarning(`NODE_EXTRA_CA_CERTS: cannot read ${path}: ${String(cause)}`);
    }
  }
  return extra.length === 0 ? undefined : { ca: [...rootCertificates, ...extra] };
}
