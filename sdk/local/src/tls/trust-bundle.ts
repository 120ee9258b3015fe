import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Where systems keep the authorities that their administrator trusts, in one file: Debian and its kin, Red Hat's, Alpine and macOS. */
const ofSystem = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem'
];

/**
 * Writes one file of authorities for `REQUESTS_CA_BUNDLE`, `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. The first two *replace* the
 * authorities that a process trusts, so the bundle holds Node's list, those of the system and of the user, and ours.
 */
export function writeTrustBundle(
  authority: string,
  bundle: string,
  environment = process.env
): void {
  const { REQUESTS_CA_BUNDLE, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = environment;
  const already = [REQUESTS_CA_BUNDLE, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, ...ofSystem].filter(
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
