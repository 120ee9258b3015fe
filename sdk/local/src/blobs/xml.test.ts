import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { fail } from './errors.js';
import { errorXml, listXml } from './xml.js';

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

describe('the body of a listing', () => {
  // The options of Azure's clients for JavaScript.
  const parser = new XMLParser({ trimValues: false, parseTagValue: false });
  const listed = (name: string) => {
    const blob = { name, etag: '"1"', modifiedAt: 0, size: 1, contentType: 'a/b', metadata: {} };
    const page = { blobs: [blob], prefixes: [`${name}/`] };
    return listXml('https://h', 'c', { prefix: '', limit: 1 }, page);
  };

  it.each([
    [`& < > ' "`, '&amp; &lt; &gt; &apos; &quot;'],
    ['&amp;&#65;', '&amp;amp;&amp;#65;'],
    [']]> <![CDATA[', ']]&gt; &lt;![CDATA['],
    ['%41 # ? + \\ e\u0301 .', '%41 # ? + \\ e\u0301 .'],
    [' spaces around ', ' spaces around ']
  ])('has the name %j as text', (name, text) => {
    const xml = listed(name);
    const read = parser.parse(xml) as { EnumerationResults: { Blobs: object } };
    expect(read.EnumerationResults.Blobs).toMatchObject({ Blob: { Name: name } });
    expect(xml).toContain(`<Blob><Name>${text}</Name>`);
    expect(xml).toContain(`<BlobPrefix><Name>${text}/</Name>`);
  });

  it.each(['\u0001', '\r', '\n', '\t', '\u007f', '\u0085', '\u001b[2J', '\ufffe', '\uffff'])(
    'percent-encodes a name with %j, as the Blob service does',
    character => {
      const name = `100% & é${character}+`;
      const xml = listed(name);
      expect(xml).toContain(`<Blob><Name Encoded="true">${encodeURIComponent(name)}</Name>`);
      expect(xml).toContain(
        `<BlobPrefix><Name Encoded="true">${encodeURIComponent(`${name}/`)}</Name>`
      );
      expect(xml).not.toContain(character);
    }
  );

  it('replaces in other texts what XML cannot contain', () => {
    expect(errorXml('C', 'a\u0000b\u001bc\uffff')).toContain(
      '<Message>a\ufffdb\ufffdc\ufffd</Message>'
    );
  });
});
