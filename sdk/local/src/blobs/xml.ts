import type { BlobPage, ListOptions } from './list.js';

const declaration = '<?xml version="1.0" encoding="utf-8"?>';

/** XML's own entities: Azure's SDKs for JavaScript decode these, and no numeric ones. */
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;'
};

/** Characters that XML 1.0 cannot contain, or that a parser changes. A job can write files with such names. */
const unrepresentable = /(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu;

function text(value: string): string {
  return value.replace(unrepresentable, '\ufffd').replace(/[&<>"']/g, c => entities[c] ?? c);
}

function tag(name: string, value: string | number | undefined): string {
  return value === undefined || value === ''
    ? `<${name} />`
    : `<${name}>${text(String(value))}</${name}>`;
}

/** Parsers may replace or remove even the control characters that XML can contain. */
const control = /\p{Cc}|[\ufffe\uffff]/u;

/** A name that XML cannot contain is percent-encoded, and marked as the Blob service marks it; its clients decode it. */
function nameTag(name: string): string {
  if (!control.test(name)) return tag('Name', name);
  return `<Name Encoded="true">${text(encodeURIComponent(name))}</Name>`;
}

/** Returns the body of an error of Blob storage. */
export function errorXml(code: string, message: string): string {
  return `${declaration}<Error>${tag('Code', code)}${tag('Message', message)}</Error>`;
}

/** Returns the body of a listing. */
export function listXml(
  origin: string,
  container: string,
  options: ListOptions,
  page: BlobPage
): string {
  const blobs = page.blobs.map(blob => {
    const metadata = Object.entries(blob.metadata)
      .map(([k, v]) => tag(k, v))
      .join('');
    return (
      `<Blob>${nameTag(blob.name)}<Properties>` +
      tag('Last-Modified', new Date(blob.modifiedAt).toUTCString()) +
      tag('Etag', blob.etag.replaceAll('"', '')) +
      tag('Content-Length', blob.size) +
      tag('Content-Type', blob.contentType) +
      tag('Content-MD5', blob.md5) +
      `<BlobType>BlockBlob</BlobType><LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState>` +
      `</Properties>${metadata ? `<Metadata>${metadata}</Metadata>` : ''}</Blob>`
    );
  });
  const prefixes = page.prefixes.map(p => `<BlobPrefix>${nameTag(p)}</BlobPrefix>`);
  return (
    `${declaration}<EnumerationResults ServiceEndpoint="${text(origin)}" ContainerName="${text(container)}">` +
    tag('Prefix', options.prefix) +
    (options.delimiter ? tag('Delimiter', options.delimiter) : '') +
    `<Blobs>${blobs.join('')}${prefixes.join('')}</Blobs>${tag('NextMarker', page.nextMarker)}</EnumerationResults>`
  );
}

/** Returns the body that lists the uncommitted blocks. */
export function blockListXml(blocks: { id: string; size: number }[]): string {
  const rows = blocks.map(b => `<Block>${tag('Name', b.id)}${tag('Size', b.size)}</Block>`);
  return `${declaration}<BlockList><CommittedBlocks /><UncommittedBlocks>${rows.join('')}</UncommittedBlocks></BlockList>`;
}
