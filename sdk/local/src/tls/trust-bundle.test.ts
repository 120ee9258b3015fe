import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTrustBundle } from './trust-bundle.js';

const certificate = (body: string) =>
  `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;

describe('the bundle of trusted authorities', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-trust-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const bundleWith = (environment: NodeJS.ProcessEnv) => {
    const bundle = join(folder, 'bundle.pem');
    writeTrustBundle(file('ours.pem', certificate('ours')), bundle, environment);
    return readFileSync(bundle, 'utf8').match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
  };

  it("contains our own, those of the user's variables and Node's, each once", () => {
    const theirs = file('theirs.pem', `a note\n${certificate('one')}\n${certificate('two')}\n`);
    const all = bundleWith({ REQUESTS_CA_BUNDLE: theirs, SSL_CERT_FILE: theirs });
    expect(all.slice(0, 3)).toEqual(['ours', 'one', 'two'].map(certificate));
    expect(all).toEqual(expect.arrayContaining(rootCertificates.map(root => root.trim())));
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not grow with the content of an earlier bundle', () => {
    const before = bundleWith({});
    expect(bundleWith({ SSL_CERT_FILE: join(folder, 'bundle.pem') })).toEqual(before);
  });

  it('ignores a file that no longer exists', () => {
    expect(bundleWith({ SSL_CERT_FILE: join(folder, 'gone.pem') })[0]).toBe(certificate('ours'));
  });

  const system = '/etc/ssl/certs/ca-certificates.crt';
  it('contains those of the system', ({ skip }) => {
    if (!existsSync(system)) skip(`this system has no ${system}`);
    const first = /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/.exec(readFileSync(system, 'utf8'));
    expect(bundleWith({})).toContain(first?.[0]);
  });
});
