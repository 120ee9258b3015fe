import type { CommandSpec, Completes } from '../command.js';
import { argumentValues, optionWords, type OptionWords, type Values } from './words.js';

/** Makes the completion script of fish 3. */
export function fishCompletion(specs: readonly CommandSpec[]): string {
  return `# Completes carry in fish. Save it: carry completion fish > ~/.config/fish/completions/carry.fish
# Succeeds when the word under the cursor is argument number $argv[2] of command $argv[1], counted from 1;
# the words after these two are the options of the command that a value follows.
function __carry_is_argument
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = $argv[1]; or return 1
    set -l position 1
    set -l waits no
    for word in $words[3..-1]
        if test $waits = yes
            set waits no
        else if string match -q -- '-*' $word
            contains -- $word $argv[3..-1]; and set waits yes
        else
            set position (math $position + 1)
        end
    end
    test $waits = no; and test $position = $argv[2]
end

complete -c carry -f
complete -c carry -n __fish_use_subcommand -s h -l help -d 'print help'
complete -c carry -n __fish_use_subcommand -l version -d 'print the version'
${specs.flatMap(commandLines).join('\n')}
`;
}

function commandLines(spec: CommandSpec): string[] {
  const { name, summary } = spec;
  const options = optionWords(spec);
  const inCommand = `complete -c carry -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
  const withValue = options.flatMap(({ value, names }) => (value ? names : []));
  return [
    '',
    `complete -c carry -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...options.map(option => `${inCommand} ${optionFlags(option)}`),
    ...argumentValues(spec).flatMap((argument, at) => {
      const condition = ['__carry_is_argument', name, at + 1, ...withValue].join(' ');
      const values = valueFlags(argument);
      return values ? [`complete -c carry -n ${quoted(condition)} ${values}`] : [];
    })
  ];
}

function optionFlags({ names, description, value, ...values }: OptionWords): string {
  const [long = '', short] = names;
  return [
    `-l ${long.slice(2)}`,
    ...(short ? [`-s ${short.slice(1)}`] : []),
    ...(value ? ['-x', valueFlags(values)] : []),
    `-d ${quoted(description)}`
  ]
    .filter(Boolean)
    .join(' ');
}

const sources: Record<Completes, string> = {
  file: '(__fish_complete_path (commandline -ct))',
  folder: '(__fish_complete_directories (commandline -ct))',
  notebook: '(__fish_complete_suffix .ipynb)'
};

function valueFlags({ choices, completes }: Values): string {
  if (choices.length > 0) return `-a ${quoted(choices.join(' '))}`;
  return completes ? `-a ${quoted(sources[completes])}` : '';
}

/** Quotes a text for fish, whose single quotes know two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
