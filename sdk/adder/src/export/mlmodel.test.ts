import { describe, expect, it } from 'vitest';
import type { AdderCard } from '../adder.js';
import { mlflowFiles } from './mlmodel.js';

const card: AdderCard = { arch: 'carry', digits: 3, limit: 1000, seed: 1, examples: 9, exact: 1 };
const now = new Date('2026-11-21T05:00:00.123Z');

/** Reads the shapes of a signature, by tensor. */
function shapes(mlmodel: string, ports: 'inputs' | 'outputs'): Record<string, number[]> {
  const [, quoted] = new RegExp(`^  ${ports}: (".*")$`, 'm').exec(mlmodel) ?? [];
  const specs = JSON.parse(JSON.parse(quoted!) as string) as {
    name: string;
    'tensor-spec': { dtype: string; shape: number[] };
  }[];
  return Object.fromEntries(specs.map(spec => [spec.name, spec['tensor-spec'].shape]));
}

describe('mlflowFiles', () => {
  it('leaves the number of places free with carry', () => {
    const { MLmodel } = mlflowFiles(card, now);
    expect(shapes(MLmodel!, 'inputs')).toEqual({ question: [-1, -1, 12] });
    expect(shapes(MLmodel!, 'outputs')).toEqual({
      logits: [-1, -1, 12],
      probabilities: [-1, -1, 12]
    });
  });

  it('states the steps of classic, which are fixed', () => {
    const { MLmodel } = mlflowFiles({ ...card, arch: 'classic' }, now);
    expect(shapes(MLmodel!, 'inputs')).toEqual({ question: [-1, 7, 12] });
    expect(shapes(MLmodel!, 'outputs')).toMatchObject({ logits: [-1, 4, 12] });
  });

  it('keeps the card as metadata and the time as MLflow writes it', () => {
    const { MLmodel } = mlflowFiles(card, now);
    expect(MLmodel).toContain('  seed: 1\n');
    expect(MLmodel).toContain('  arch: "carry"\n');
    expect(MLmodel).toContain("utc_time_created: '2026-11-21 05:00:00.123'");
  });

  it('names the same packages for pip and conda', () => {
    const files = mlflowFiles(card, now);
    for (const requirement of files['requirements.txt']!.trim().split('\n'))
      expect(files['conda.yaml']).toContain(`  - ${requirement}\n`);
  });
});
