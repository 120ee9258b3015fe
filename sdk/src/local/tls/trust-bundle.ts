import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/**
 * Writes one file of authorities for `REQUESTS_CA_BUNDLE` and `NODE_EXTRA_CA_CERTS`. These variables *replace* the
 * authorities that Python's requests trusts, so the bundle holds Node's list, those the user already trusts, and ours.
 */
export function writeTrustBundle(
  authority: string,
  bundle: string,
  environment = process.env
): void {
  const { REQUESTS_CA_BUNDLE, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = environment;
  const already = [REQUESTS_CA_BUNDLE, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS].filter(
    (path): path is string => !!path && path !== bundle && existsSync(path)
  );
  const texts = [authority, ...new Set(already)].map(path => readFileSync(path, 'utf8'));
  const certificates = [...texts.flatMap(split), ...rootCertificates.map(c => c.trim())];
  const draft = `${bundle}.${process.pid}`;
  writeFileSync(draft, [...new Set(certificates)].join('\n') + '\n', { mode: 0o644 });
  renameSync(draft, bundle);
}

function split(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
