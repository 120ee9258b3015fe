import { expect, it } from 'vitest';
import { readJunit } from './junit.mjs';

it('reads a report of pytest', () => {
  const xml = `<testsuites><testsuite tests="4">
    <testcase classname="a.b" name="t[&quot;x&quot;]" time="0.1" />
    <testcase classname="a.b" name="bad"><failure message="assert 1 == 2&#10;more">text</failure></testcase>
    <testcase classname="a.b" name="worse"><error message="boom &lt;here&gt;">text</error></testcase>
    <testcase classname="a.b" name="not"><skipped type="pytest.skip" message="no /proc">x</skipped></testcase>
  </testsuite></testsuites>`;
  expect(readJunit(xml)).toEqual([
    { name: 'a.b > t["x"]', outcome: 'passed' },
    { name: 'a.b > bad', outcome: 'failed', reason: 'assert 1 == 2\nmore' },
    { name: 'a.b > worse', outcome: 'failed', reason: 'boom <here>' },
    { name: 'a.b > not', outcome: 'skipped', reason: 'no /proc' }
  ]);
});
