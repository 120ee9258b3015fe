import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { scriptCommand } from './script-command.js';

describe('scriptCommand', () => {
  it('passes the parameters as options', () => {
    const parameters = { rows: 3, name: 'a b', list: [1, 2], left: undefined, big: 2n ** 70n };
    expect(scriptCommand('a', '/x/my script.py', parameters)).toBe(
      "python 'my script.py' --rows 3 --name 'a b' --list '[1,2]' --big 1180591620717411303424"
    );
    expect(scriptCommand('a', 'train.MJS', {})).toBe('node train.MJS');
  });

  it.each([`a"b' $(id) \`x\``, '${{inputs.x}}', "'${{x}}'", '-é😀\n*'])(
    'passes the text %j as it is, whatever a shell reads in it',
    text => {
      const command = scriptCommand('a', 'echo.py', { text }).replace(
        'python echo.py',
        'printf %s'
      );
      expect(command).not.toContain('${{');
      expect(execFileSync('sh', ['-c', command.replace('--text', '')], { encoding: 'utf8' })).toBe(
        text
      );
    }
  );

  it('refuses a file that is no script', () => {
    expect(() => scriptCommand('a', 'a.txt', {})).toThrow("cannot run 'a.txt'");
  });
});
