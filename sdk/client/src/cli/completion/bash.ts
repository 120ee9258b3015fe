import type { CommandSpec, Completes } from '../command.js';
import { argumentValues, optionWords, quoted, type Values } from './words.js';

/** Makes the completion script of bash 3.2 and later. */
export function bashCompletion(specs: readonly CommandSpec[]): string {
  const commands = specs.map(({ name }) => name);
  return `# Completes carry in bash. Load it in ~/.bashrc: eval "$(carry completion bash)"
_carry_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }

# Adds the names that compgen prints, one a line, so that names with spaces stay whole.
_carry_names() {
  local name
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$@" -- "$cur")
  compopt -o filenames 2>/dev/null
}

_carry() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" option='' position=0 joined='' at word
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _carry_words ${quoted([...commands, '--help', '--version'].join(' '))}
    return
  fi
  # Finds the option that waits for a value, and counts the arguments before the cursor. Bash splits words at '=' and ':'.
  for ((at = 2; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    if [ "$word" = '=' ] && [ -n "$option" ]; then
      continue
    elif [ "$word" = '=' ] || [ "$word" = ':' ]; then
      joined=yes
    elif [ -n "$joined" ]; then
      joined=''
    elif [ -n "$option" ]; then
      option=''
    else
      case "$command:$word" in
${indented(8, specs.flatMap(optionsWithValue))}
        *:-*) ;;
        *) position=$((position + 1)) ;;
      esac
    fi
  done
  if [ "$cur" = '=' ] && [ -n "$option" ]; then
    cur=''
  elif [ "$cur" = '=' ] || [ "$cur" = ':' ] || [ -n "$joined" ]; then
    return
  fi
  if [ -n "$option" ]; then
    case "$command:$option" in
${indented(6, specs.flatMap(optionCases))}
      *) ;;
    esac
    return
  fi
  case "$command:$position:$cur" in
${indented(4, specs.flatMap(wordCases))}
  esac
}
complete -F _carry carry
`;
}

function optionsWithValue(spec: CommandSpec): string[] {
  const names = optionWords(spec).flatMap(({ value, names }) => (value ? names : []));
  if (names.length === 0) return [];
  return [`${names.map(name => `${spec.name}:${name}`).join(' | ')}) option="$word" ;;`];
}

function optionCases(spec: CommandSpec): string[] {
  return optionWords(spec).flatMap(option => {
    const action = actionOf(option);
    const patterns = option.names.map(name => `${spec.name}:${name}`).join(' | ');
    return action ? [`${patterns}) ${action} ;;`] : [];
  });
}

/** The options of a command after a dash, and its arguments by their position. */
function wordCases(spec: CommandSpec): string[] {
  const names = optionWords(spec).flatMap(option => option.names);
  const dash = `${spec.name}:*:-*) _carry_words ${quoted(names.join(' '))} ;;`;
  const positions = argumentValues(spec).flatMap((argument, at) => {
    const action = actionOf(argument);
    return action ? [`${spec.name}:${at}:*) ${action} ;;`] : [];
  });
  return [dash, ...positions];
}

const names: Record<Completes, string> = {
  file: '_carry_names -f',
  folder: '_carry_names -d',
  notebook: "_carry_names -f -X '!*.ipynb'; _carry_names -d"
};

function actionOf({ choices, completes }: Values): string | undefined {
  if (choices.length > 0) return `_carry_words ${quoted(choices.join(' '))}`;
  return completes && names[completes];
}

function indented(by: number, lines: readonly string[]): string {
  return lines.map(line => ' '.repeat(by) + line).join('\n');
}
