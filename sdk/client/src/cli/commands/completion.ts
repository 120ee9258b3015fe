import type { CommandSpec } from '../command.js';
import { completionScripts } from '../completion/index.js';
import { defineCommand } from '../define-command.js';

/** Makes the command `completion`; it completes the commands that `loadSpecs` returns, itself among them. */
export function completionOf(loadSpecs: () => Promise<CommandSpec[]>) {
  return defineCommand({
    name: 'completion',
    summary: 'print a script that completes carry command lines in your shell',
    arguments: { shell: { description: 'your shell', choices: ['bash', 'zsh', 'fish'] } },
    examples: [
      `echo 'eval "$(carry completion bash)"' >> ~/.bashrc`,
      `echo 'eval "$(carry completion zsh)"' >> ~/.zshrc   # after compinit`,
      'carry completion fish > ~/.config/fish/completions/carry.fish'
    ],
    async run({ arguments: given }, shell) {
      shell.write(completionScripts[given.shell](await loadSpecs()));
      return 0;
    }
  });
}
