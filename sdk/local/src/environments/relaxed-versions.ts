import type { Install } from './environment-request.js';

/**
 * Relaxes the versions of an installation for a Python other than the one that they were chosen for. For a newer Python lower bounds
 * remain; for an older one none does. Requirements with a URL or path are unchanged.
 */
export function relaxedVersions(install: Install, isNewer: boolean): Install {
  const { constraints, ...rest } = install;
  const requirements = install.requirements.map(each => relaxed(each, isNewer));
  return constraints && isNewer
    ? { ...rest, requirements, constraints: constraints.map(each => relaxed(each, true)) }
    : { ...rest, requirements };
}

const specifierOf = /^[<>=!~]=?=?\s*[\w.*+!-]+$/;

function relaxed(requirement: string, isNewer: boolean): string {
  const [, name, rest = ''] = /^([\w.-]+(?:\s*\[[^\]]*\])?)\s*(.*)$/s.exec(requirement) ?? [];
  const [given = '', ...markers] = rest.split(';');
  const marker = markers.map(each => `;${each}`).join('');
  const specifiers = given
    .replace(/^\(|\)\s*$/g, '')
    .split(/,|(?<!\s)\s+(?=[<>=!~])/)
    .map(each => each.trim())
    .filter(Boolean);
  if (name === undefined || !specifiers.every(each => specifierOf.test(each))) return requirement;
  const lower = specifiers
    .map(each => /^\s*(===?|~=|>=?)\s*([\w.+!-]+?)(\.\*)?\s*$/.exec(each))
    .filter(match => match !== null)
    .map(([, , version = '']) => `>=${version.replace(/\+.*$/s, '')}`);
  return name + (isNewer ? lower.join(',') : '') + marker;
}
