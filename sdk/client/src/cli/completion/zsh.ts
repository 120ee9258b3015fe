import type { CommandSpec, Completes } from '../command.js';
import { argumentValues, optionWords, quoted, type OptionWords, type Values } from './words.js';

/** Makes the completion script of zsh, to be evaluated after `compinit` or saved as `_carry` in a folder of `fpath`. */
export function zshCompletion(specs: readonly CommandSpec[]): string {
  return `#compdef carry
# Completes carry in zsh. Load it in ~/.zshrc, after compinit: eval "$(carry completion zsh)"
_carry() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C -A '-*' \\
    '(- *)'{-h,--help}'[print help]' \\
    '(- *)--version[print the version]' \\
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command)
      local -a commands
      commands=(
${specs.map(({ name, summary }) => `        ${quoted(`${name}:${escaped(summary)}`)}`).join('\n')}
      )
      _describe -t commands command commands
      ;;
    argument)
      case $words[1] in
${specs.map(commandCase).join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _carry ]; then _carry; else compdef _carry carry; fi
`;
}

function commandCase(spec: CommandSpec): string {
  const lines = [
    ...optionWords(spec).map(optionLine),
    ...argumentValues(spec).map((argument, at) =>
      quoted(`${at + 1}:${argument.name}:${actionOf(argument)}`)
    )
  ];
  return `        ${spec.name})\n          _arguments -s ${lines.map(line => `\\\n            ${line}`).join(' ')}\n          ;;`;
}

/** An option as `_arguments` reads it: `'(-f --follow)'{-f,--follow}'[print new lines]'`. */
function optionLine({ names, description, value, isRepeated, ...values }: OptionWords): string {
  const after = value ? `:${escaped(value)}:${actionOf(values)}` : '';
  const rest = `[${escaped(description)}]${after}`;
  const [long = '', short] = names;
  const before = isRepeated ? '*' : `(${names.join(' ')})`;
  return short
    ? `${quoted(before)}{${short},${long}}${quoted(rest)}`
    : quoted(before + long + rest);
}

const actions: Record<Completes, string> = {
  file: '_files',
  folder: '_files -/',
  notebook: '_files -g "*.ipynb"'
};

function actionOf({ choices, completes }: Values): string {
  if (choices.length > 0) return `(${choices.join(' ')})`;
  return completes ? actions[completes] : '()';
}

/** Escapes the characters that separate the parts of a description. */
function escaped(text: string): string {
  return text.replace(/[[\]:]/g, '\\$&');
}
