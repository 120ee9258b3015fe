import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** The bundles of authorities that systems trust: Debian and its derivatives, Red Hat, Alpine and macOS. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem'
];

/**
 * Writes one bundle of authorities for `REQUESTS_CA_BUNDLE`, `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. The first two *replace* the
 * authorities that a process trusts, so the bundle contains those of Node, of the system and of the user, and our own.
 */
export function writeTrustBundle(
  authority: string,
  bundle: string,
  environment = process.env
): void {
  const { REQUESTS_CA_BUNDLE, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = environment;
  const existing = [
    REQUESTS_CA_BUNDLE,
    SSL_CERT_FILE,
    NODE_EXTRA_CA_CERTS,
    ...systemBundles
  ].filter((path): path is string => !!path && path !== bundle && isFile(path));
  const texts = [authority, ...new Set(existing)].map(path => readFileSync(path, 'utf8'));
  const certificates = [...texts.flatMap(split), ...rootCertificates.map(c => c.trim())];
  const draft = `${bundle}.${process.pid}`;
  writeFileSync(draft, [...new Set(certificates)].join('\n') + '\n', { mode: 0o644 });
  renameSync(draft, bundle);
}

/** REQUESTS_CA_BUNDLE may also name a folder, whose certificates OpenSSL finds by their hashes. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function split(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
