import { describe, expect, it } from 'vitest';
import { fail } from './errors.js';
import { errorXml, parseBlockList } from './xml.js';

describe('parseBlockList', () => {
  it('keeps the order of blocks of different kinds', () => {
    const body =
      '<?xml version="1.0"?><BlockList><Latest>MQ==</Latest><Uncommitted>Mg==</Uncommitted><Latest>Mw==</Latest></BlockList>';
    expect(parseBlockList(body)).toEqual(['MQ==', 'Mg==', 'Mw==']);
  });

  it('refuses a body that is not a block list', () => {
    expect(() => parseBlockList('nonsense')).toThrow(/not a block list/);
  });
});

describe('the body of an error', () => {
  it("has XML's own entities, which every client decodes", () => {
    expect(errorXml('C', `'a' & "b" < c`)).toContain(
      '<Message>&apos;a&apos; &amp; &quot;b&quot; &lt; c</Message>'
    );
  });

  it('names a blob with control characters in one line', () => {
    const { message } = fail('InvalidResourceName', { name: 'src/new\nline\u007f' });
    expect(message).toContain("'src/new\\u000aline\\u007f' cannot be stored as a name");
  });
});
