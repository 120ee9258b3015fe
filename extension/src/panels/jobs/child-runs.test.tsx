import { expect, it } from 'vitest';
import type { ChildRun } from '@carry-ml/bridge';
import { rendered, trans } from '../../parts/rendered.test-support.js';
import { ChildRuns } from './child-runs.js';

const run = (name: string, metric: ChildRun['metric'], isBest = false): ChildRun =>
  ({
    ...{ name, displayName: `trial <${name}>`, status: 'Completed', metric, isBest },
    values: [{ name: 'lr', value: name }]
  }) as ChildRun;

it('shows the values and the metric of each trial, and which is the best', () => {
  const html = rendered(
    <ChildRuns
      children={{
        metric: 'loss',
        isHighBest: false,
        runs: [run('0.1', 2), run('0.2', 0.5, true), run('0.3', 'NaN'), run('0.4', null)]
      }}
      onSelect={() => undefined}
      trans={trans}
    />
  );
  expect(html).toContain('trial &lt;0.1&gt;');
  expect(html).toMatch(/0\.5<span[^>]*>best/);
  expect(html).toContain('NaN');
  expect(html.match(/>best</g)).toHaveLength(1);
});
