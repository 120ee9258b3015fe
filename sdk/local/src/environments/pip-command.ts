/** Options before the command of pip and uv that have a value. */
const withValue = new Set([
  ...['--python', '--log', '--proxy', '--retries', '--timeout', '--exists-action', '--cert'],
  ...['--client-cert', '--trusted-host', '--cache-dir', '--use-feature', '--use-deprecated'],
  ...['--keyring-provider', '--directory', '--project', '--config-file', '--color']
]);

/** The command of pip and its arguments, in whichever way pip is called; undefined for another program. */
export function pipWords(name: string, rest: readonly string[]): string[] | undefined {
  if (/^pip[23]?(\.\d+)?$/.test(name)) return withoutOptions(rest);
  if (/^(python|pypy)\d?(\.\d+)?$/.test(name)) {
    // `-m` may be among other options without a value, as in `-Im`.
    const module = rest.findIndex(word => !/^-[bBdEiIOqsSuvx]+$/.test(word));
    const isPip = /^-[A-Za-z]*m$/.test(rest[module] ?? '') && rest[module + 1] === 'pip';
    return isPip ? withoutOptions(rest.slice(module + 2)) : undefined;
  }
  if (name !== 'uv') return undefined;
  const [verb, ...more] = withoutOptions(rest);
  return verb === 'pip' ? withoutOptions(more.filter(word => word !== '--system')) : undefined;
}

/** Removes the options before the first word that is none. */
export function withoutOptions(words: readonly string[]): string[] {
  let at = 0;
  while (words[at]?.startsWith('-')) at += withValue.has(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

/** Managers of projects, whose commands are not honoured: they read files of their own. */
const managers = /^(uv|poetry|pipenv|pdm|hatch|pipx|pixi|conda-lock|easy_install)$/;
const harmless = /^(cache|venv|self|python|config|run|lock|export|env|help|version|build|publish)$/;

/** Names a command that installs packages from files that are not read here; undefined for any other. */
export function managerCommand(name: string, rest: readonly string[]): string | undefined {
  if (!managers.test(name)) return undefined;
  const [verb = ''] = withoutOptions(rest);
  return verb === '' || harmless.test(verb) ? undefined : `${name} ${verb}`;
}
