import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate, createPrivateKey, webcrypto } from 'node:crypto';
import type * as X509 from '@peculiar/x509';
import { writeTrustBundle } from './trust-bundle.js';

const DAY_MS = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Key and certificate of the server, as PEM. */
export interface ServerCertificate {
  key: string;
  cert: string;
}

/** The files that `ensureCertificates` writes into the folder. */
export const files = (folder: string) => ({
  authority: join(folder, 'ca.pem'),
  certificate: join(folder, 'server.pem'),
  key: join(folder, 'server.key'),
  bundle: join(folder, 'bundle.pem')
});

/**
 * Creates or renews the certificate of the server, also when its files are damaged, signed by an authority of its own: both Azure SDKs refuse to send a token over
 * plain http. The authority's key is discarded after it has signed this one certificate for 127.0.0.1 and localhost, so that nobody can
 * use it to impersonate another site.
 */
export async function ensureCertificates(
  folder: string,
  now = Date.now()
): Promise<ServerCertificate> {
  const at = files(folder);
  if (!isUsable(at, now)) await issue(folder, now);
  writeTrustBundle(at.authority, at.bundle);
  return { key: readFileSync(at.key, 'utf8'), cert: readFileSync(at.certificate, 'utf8') };
}

/** True when the next start keeps the certificates of the folder. */
export function areUsable(folder: string, now = Date.now()): boolean {
  return isUsable(files(folder), now);
}

/** True when the files parse, belong together and are valid for some time. */
function isUsable({ authority, certificate, key }: ReturnType<typeof files>, now: number): boolean {
  if (![authority, certificate, key].every(path => existsSync(path))) return false;
  try {
    const ca = new X509Certificate(readFileSync(authority));
    const leaf = new X509Certificate(readFileSync(certificate));
    return (
      leaf.verify(ca.publicKey) &&
      leaf.checkPrivateKey(createPrivateKey(readFileSync(key))) &&
      [ca, leaf].every(({ validTo }) => Date.parse(validTo) - now > 30 * DAY_MS)
    );
  } catch (error) {
    if (isParseError(error)) return false;
    throw error;
  }
}

/** True for an error of OpenSSL about the content of a file, not one of reading it. */
function isParseError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_OSSL');
}

interface Validity {
  notBefore: Date;
  notAfter: Date;
}

async function issue(folder: string, now: number): Promise<void> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  type Provider = Parameters<typeof x509.cryptoProvider.set>[0];
  x509.cryptoProvider.set(webcrypto as unknown as Provider);
  const caKeys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 800 * DAY_MS) };
  const ca = await authorityCertificate(x509, caKeys, validity);
  const leaf = await serverCertificate(x509, { subject: ca.subject, keys: caKeys }, keys, validity);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const at = files(folder);
  writeAtomically(at.authority, ca.toString('pem'), 0o644);
  writeAtomically(at.key, pem('PRIVATE KEY', pkcs8), 0o600);
  writeAtomically(at.certificate, leaf.toString('pem'), 0o644);
}

async function authorityCertificate(
  x509: typeof X509,
  keys: webcrypto.CryptoKeyPair,
  validity: Validity
) {
  return x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Carry local workspace',
    keys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
    ]
  });
}

async function serverCertificate(
  x509: typeof X509,
  authority: { subject: string; keys: webcrypto.CryptoKeyPair },
  keys: webcrypto.CryptoKeyPair,
  validity: Validity
) {
  return x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=127.0.0.1',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' }
      ]),
      // Python 3.13 validates strictly and requires both identifiers.
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey)
    ]
  });
}

/** Returns sixteen random bytes with the top bit cleared, because serial numbers are positive. */
function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return Buffer.from(bytes).toString('hex');
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function writeAtomically(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}
