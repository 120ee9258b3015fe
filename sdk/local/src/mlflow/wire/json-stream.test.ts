import { describe, expect, it } from 'vitest';
import { JsonStream } from './json-stream.js';

async function* partsOf(...parts: unknown[][]) {
  for (const part of parts) yield await Promise.resolve(part);
}

async function textOf(stream: JsonStream): Promise<string> {
  let text = '';
  for await (const part of stream.text()) text += part;
  return text;
}

describe('a response in parts', () => {
  it.each([
    [[[1, 2], [], [{ a: [] }]], { next: 'x' }, { list: [1, 2, { a: [] }], next: 'x' }],
    [[[1]], {}, { list: [1] }],
    [[], { next: 'x' }, { next: 'x' }],
    [[[]], {}, {}]
  ])('sends the parts %j and %j as one object', async (parts, rest, whole) => {
    expect(JSON.parse(await textOf(new JsonStream('list', partsOf(...parts), rest)))).toEqual(
      whole
    );
    expect(await new JsonStream('list', partsOf(...parts), rest).whole()).toEqual(whole);
  });
});
