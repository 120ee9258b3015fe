import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Checks every link of a static site without a network.
 *
 * @param {string} site the folder of the site
 * @returns {Promise<string[]>} a line for each link to a missing file or heading, and for each script, style or image
 *   that comes from another server
 */
export async function brokenLinks(site) {
  const files = await readdir(site, { recursive: true });
  const pages = files.filter(file => file.endsWith('.html'));
  const existing = new Set(files.map(file => path.posix.normalize(file.replaceAll('\\', '/'))));
  const texts = new Map();
  for (const page of pages) texts.set(page, await readFile(path.join(site, page), 'utf8'));
  const anchors = new Map([...texts].map(([page, text]) => [page, anchorsOf(text)]));
  return [...texts].flatMap(([page, text]) =>
    linksOf(text).flatMap(({ tag, url }) => {
      const fault = faultOf(page, tag, url, existing, anchors);
      return fault === undefined ? [] : [`${page}: ${url}: ${fault}`];
    })
  );
}

function faultOf(page, tag, url, existing, anchors) {
  if (/^(data|mailto):/.test(url)) return undefined;
  if (/^(https?:)?\/\//.test(url))
    return tag === 'a' || url.startsWith('https://github.com/')
      ? undefined
      : 'is loaded from another server';
  const [file, anchor] = url.split('#');
  const target = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
  if (!existing.has(target)) return 'the file does not exist';
  const known = anchors.get(target);
  if (!anchor || known === undefined || known.has(decodeURIComponent(anchor))) return undefined;
  return 'the page has no such heading';
}

const linksOf = html =>
  [...html.matchAll(/<(\w+)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, tag, url]) => ({
    tag,
    url: url.replaceAll('&amp;', '&')
  }));

const anchorsOf = html => new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
