import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from './places.mjs';

/** Returns the names, versions and licences of the packages in these folders as one text. */
export function notices(folders) {
  const byName = new Map();
  for (const folder of folders) {
    const { name, version, license } = readManifest(folder);
    byName.set(`${name} ${version}`, { license, text: licenceText(folder) });
  }
  const sections = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { license, text }]) => `${name} (${license ?? 'licence not named'})\n\n${text}`);
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `This folder contains code of the following packages.${line}${sections.join(line)}\n`;
}

function licenceText(folder) {
  const files = readdirSync(folder).filter(name => /^(licen[cs]e|copying|notice)/i.test(name));
  if (files.length === 0) return 'The package contains no licence file.';
  return files.map(name => readFileSync(path.join(folder, name), 'utf8').trim()).join('\n\n');
}
