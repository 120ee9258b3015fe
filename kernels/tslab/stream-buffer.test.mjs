import { expect, it } from 'vitest';
import { StreamBuffer } from './stream-buffer.mjs';

function buffer() {
  const sent = [];
  const clock = { ms: 1000 };
  const printed = new StreamBuffer(
    (name, text) => sent.push([name, text]),
    () => clock.ms
  );
  return { sent, clock, printed };
}

it('sends the first text at once and joins those that follow', () => {
  const { sent, printed } = buffer();
  for (const text of ['a', 'b', 'c']) printed.write('stdout', text);
  expect(sent).toEqual([['stdout', 'a']]);
  printed.flush();
  expect(sent).toEqual([
    ['stdout', 'a'],
    ['stdout', 'bc']
  ]);
});

it('keeps the order of the two streams', () => {
  const { sent, printed } = buffer();
  printed.write('stdout', 'a');
  printed.write('stdout', 'b');
  printed.write('stderr', 'c');
  printed.write('stdout', 'd');
  printed.flush();
  expect(sent.map(([name, text]) => `${name} ${text}`)).toEqual([
    'stdout a',
    'stdout b',
    'stderr c',
    'stdout d'
  ]);
});

it('sends during a busy loop, in which no timer fires', () => {
  const { sent, clock, printed } = buffer();
  printed.write('stdout', 'a');
  printed.write('stdout', 'b');
  clock.ms += 100;
  printed.write('stdout', 'c');
  expect(sent).toEqual([
    ['stdout', 'a'],
    ['stdout', 'bc']
  ]);
});

it('sends what waits without another write', async () => {
  const { sent, printed } = buffer();
  printed.write('stdout', 'a');
  printed.write('stdout', 'b');
  await expect.poll(() => sent.length).toBe(2);
});

it('sends nothing for a flush without text', () => {
  const { sent, printed } = buffer();
  printed.flush();
  expect(sent).toEqual([]);
});
