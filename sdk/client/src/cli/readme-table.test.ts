import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadSpecs } from './commands/index.js';
import { withCommandTable } from './readme-table.js';

const readme = fileURLToPath(new URL('../../../../README.md', import.meta.url));

describe("the README's table of commands", () => {
  it('is made from the declarations; `npx vitest run --project unit readme-table -u` writes it', async () => {
    const text = withCommandTable(readFileSync(readme, 'utf8'), await loadSpecs());
    await expect(text).toMatchFileSnapshot(readme);
  });

  it('shows arguments and required options in the call, and bars as text', () => {
    const spec = {
      name: 'greet',
      summary: 'greet somebody',
      arguments: { name: { description: 'who' } },
      options: {
        how: { kind: 'choice', choices: ['a', 'b'], description: 'how' },
        from: { kind: 'text', value: 'F', required: true, description: 'who greets' }
      }
    } as const;
    const start = '<!-- commands: generated, do not edit -->';
    const text = withCommandTable(`# A\n\n${start}\nold\n<!-- /commands -->\nend\n`, [spec]);
    expect(text.split('\n').filter(line => !line.startsWith('| -'))).toEqual([
      '# A',
      '',
      start,
      '',
      '| command                     | what it does   | options      |',
      '| `carry greet NAME --from F` | Greet somebody | `--how a\\|b` |',
      '',
      '<!-- /commands -->',
      'end',
      ''
    ]);
  });

  it('fails for a README without the markers', () => {
    expect(() => withCommandTable('# A\n', [])).toThrow('must contain the lines');
  });
});
