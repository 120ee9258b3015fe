import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdderCard } from '../adder.js';
import { useBackend } from '../backend.js';
import { answerSteps, questionSteps, toTensor } from '../data.js';
import { parseSum, solve } from '../sum.js';
import { readMe } from './client.js';

const python = fileURLToPath(new URL('../../../../test/.venv/bin/python', import.meta.url));
const card: AdderCard = { arch: 'carry', digits: 3, limit: 3, seed: 1, examples: 9, exact: 0.5 };
const sums = ['20+30', '999+1', '0+0', '7+35', '10+990'];

describe('readMe', () => {
  let folder: string;
  beforeAll(() => useBackend('wasm'));
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'client-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.for(['carry', 'classic'] as const)(
    'has a Python program that encodes text as %s does',
    (arch, context) => {
      if (!existsSync(python)) context.skip(`There is no ${python}; 'npm test' makes it.`);
      const [, program] = /```python\n(.*)```/s.exec(readMe({ ...card, arch })) ?? [];
      writeFileSync(join(folder, 'client.py'), program!);
      const asked = sums.map(text => {
        const sum = parseSum(text, card.limit);
        const places = arch === 'classic' ? card.digits : Math.max(sum.a.length, sum.b.length);
        const tensor = (steps: string[]) => toTensor([steps]).arraySync()[0]!;
        return {
          text,
          total: solve(sum),
          question: tensor(questionSteps[arch](sum, places)),
          answer: tensor(answerSteps(solve(sum), places))
        };
      });
      const script = `import json, sys
import client
asked = json.load(sys.stdin)
print(json.dumps([{
    "question": client.question(one["text"]), "total": client.answer(one["answer"])
} for one in asked]))`;
      const input = JSON.stringify(asked);
      const printed = execFileSync(python, ['-B', '-c', script], { cwd: folder, input });
      const expected = asked.map(({ question, total }) => ({ question, total }));
      expect(JSON.parse(printed.toString())).toEqual(expected);
    }
  );

  it('describes the training and its accuracy', () => {
    const page = readMe(card);
    expect(page).toContain('`carry`');
    expect(page).toContain('50.00 % of the held-out sums');
    expect(page).toContain('numbers of up to 3 digits');
  });
});
