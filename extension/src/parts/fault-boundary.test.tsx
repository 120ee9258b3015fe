import { expect, it } from 'vitest';
import { FaultBoundary } from './fault-boundary.js';
import { rendered, trans } from './rendered.test-support.js';

const boundary = () => new FaultBoundary({ part: 'The log', trans, children: <hr /> });

it('shows its part', () => {
  expect(rendered(<>{boundary().render()}</>)).toBe('<hr/>');
});

it('says in a sentence which part broke and why, with a way to report and to try again', () => {
  const broken = boundary();
  broken.state = FaultBoundary.getDerivedStateFromError(new TypeError('no <b>text</b>'));
  const html = rendered(<>{broken.render()}</>);
  expect(html).toContain(
    'The log cannot be shown because of an error in the sidebar: no &lt;b&gt;text&lt;/b&gt;.'
  );
  expect(html).toContain('Try again');
  expect(html).toContain('Copy error');
});

it('reports whatever is thrown, with its stack', () => {
  const error = new TypeError('why');
  expect(FaultBoundary.getDerivedStateFromError(error).fault?.report).toBe(error.stack);
  expect(FaultBoundary.getDerivedStateFromError('why').fault?.report).toBe('why');
  expect(FaultBoundary.getDerivedStateFromError(undefined).fault?.report).toBe('undefined');
});
