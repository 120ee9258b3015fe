import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenLinks } from './links.mjs';

describe('the link check of the documentation', () => {
  let site = '';

  beforeEach(async () => {
    site = await mkdtemp(join(tmpdir(), 'carry-site-'));
    await writeFile(join(site, 'other.html'), '<h2 id="there">There</h2>');
  });
  afterEach(() => rm(site, { recursive: true }));

  const check = async html => {
    await writeFile(join(site, 'index.html'), html);
    return brokenLinks(site);
  };

  it('accepts links to files, to headings and to other sites', async () => {
    const html =
      '<h1 id="here"><a href="#here"></a></h1><a href="other.html#there"></a><a href="https://a.b"></a>';
    expect(await check(html)).toEqual([]);
  });

  it('finds a link to a missing file', async () => {
    expect(await check('<a class="x" href="gone.html">')).toEqual([
      'index.html: gone.html: the file does not exist'
    ]);
  });

  it('finds a link to a missing heading, on the page and on another one', async () => {
    expect(await check('<a href="#gone"><a href="other.html#gone">')).toEqual([
      'index.html: #gone: the page has no such heading',
      'index.html: other.html#gone: the page has no such heading'
    ]);
  });

  it('finds a script and a style of another server', async () => {
    const html = '<script src="https://cdn.x/a.js"></script><link href="//cdn.x/a.css">';
    expect(await check(html)).toEqual([
      'index.html: https://cdn.x/a.js: is loaded from another server',
      'index.html: //cdn.x/a.css: is loaded from another server'
    ]);
  });
});
