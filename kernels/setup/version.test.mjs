import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inRoot } from './places.mjs';
import { pythonVersion, setVersion, versionsIn } from './version.mjs';

const places = versionsIn();
const files = new Set(places.map(({ place }) => place.split(',')[0])).add('package-lock.json');

const different = (found, version) =>
  found.filter(each => ![version, pythonVersion(version)].includes(each.version));

describe('the version', () => {
  it('is the same in every npm package, in their ranges on each other, in the wheel and in the user agent', () => {
    const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    expect(different(places, version)).toEqual([]);
    expect(places.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'sdk/client/package.json',
        'sdk/client/package.json, peerDependencies, @carry-ml/local',
        'sdk/local/package.json, dependencies, carry-ml',
        'extension/package.json',
        'extension/pyproject.toml',
        'sdk/client/src/arm/client/version.ts',
        'sdk/local/src/version.ts'
      ])
    );
  });
});

describe('npm run version', () => {
  let checkout;

  beforeEach(() => {
    checkout = mkdtempSync(path.join(tmpdir(), 'carry-version-'));
    for (const file of files) cpSync(inRoot(file), path.join(checkout, file));
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  it.each(['1.2.0', '1.2.0-rc.3'])('writes %s to every place', version => {
    setVersion(version, checkout);
    const written = versionsIn(checkout);
    expect(written.map(({ place }) => place)).toEqual(places.map(({ place }) => place));
    expect(different(written, version)).toEqual([]);
    expect(readFileSync(path.join(checkout, 'extension/pyproject.toml'), 'utf8')).toContain(
      `\nversion = "${pythonVersion(version)}"\n`
    );
  });

  it('writes it to the lock file, and changes no other package there', () => {
    const lock = () =>
      JSON.parse(readFileSync(path.join(checkout, 'package-lock.json'), 'utf8')).packages;
    const before = lock();
    setVersion('1.2.0', checkout);
    const after = lock();
    const changed = Object.keys(after).filter(
      place => JSON.stringify(after[place]) !== JSON.stringify(before[place])
    );
    expect(changed).toContain('sdk/client');
    expect(changed.filter(place => place.startsWith('node_modules/'))).toEqual([]);
    expect(after['sdk/local']).toMatchObject({
      version: '1.2.0',
      dependencies: { 'carry-ml': '^1.2.0' }
    });
  });

  it.each([
    '',
    '1',
    '1.2',
    'v1.2.0',
    '1.2.0.1',
    '1.2.0-beta',
    'latest',
    '01.2.0',
    '1.2.0-rc.01',
    '9007199254740993.0.0'
  ])("refuses '%s', which is not a version", text => {
    expect(() => setVersion(text, checkout)).toThrow(`'${text}' is not a version`);
    expect(versionsIn(checkout)).toEqual(places);
  });

  it('refuses a version that is older than the present one', () => {
    setVersion('1.2.0', checkout);
    expect(() => setVersion('1.1.9', checkout)).toThrow('is older than the present one, 1.2.0');
    expect(() => setVersion('1.2.0-rc.1', checkout)).toThrow('is older');
  });
});
