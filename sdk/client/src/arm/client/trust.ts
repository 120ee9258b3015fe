import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { TlsSettings } from '@azure/core-rest-pipeline';

/** Variables that a connection reads, `process.env` or the resolved ones. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The certificate authorities to trust when `NODE_EXTRA_CA_CERTS` names more; undefined means Node's own.
 *
 * Node reads that variable once, at the start of the process, so variables that are resolved later would have no
 * effect without this. The answer replaces Node's list, hence Node's own authorities are part of it.
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
      // Node only warns about a missing file and goes on; a certificate that is then not trusted says so itself.
      process.emitWarning(`NODE_EXTRA_CA_CERTS: cannot read ${path}: ${String(cause)}`);
    }
  }
  return extra.length === 0 ? undefined : { ca: [...rootCertificates, ...extra] };
}
