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

function relaxed(requirement: string, isNewer: boolean): string {
  const [, name, specifier = '', marker = ''] =
    /^([\w.-]+(?:\s*\[[^\]]*\])?)\s*\(?\s*((?:[<>=!~]=?=?\s*[\w.*+!-]+\s*,?\s*)*)\)?\s*(;.*)?$/.exec(
      requirement
    ) ?? [];
  if (name === undefined) return requirement;
  const lower = specifier
    .split(',')
    .map(each => /^\s*(===?|~=|>=?)\s*([\w.+!-]+?)(\.\*)?\s*$/.exec(each))
    .filter(match => match !== null)
    .map(([, , version = '']) => `>=${version.replace(/\+.*$/, '')}`);
  return name + (isNewer ? lower.join(',') : '') + marker;
}
