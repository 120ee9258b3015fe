/** Returns the tests of a JUnit report that pytest wrote. @returns {import('./tally.mjs').Test[]} */
export function readJunit(xml) {
  return [...xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs)].map(
    ([, attributes, body = '']) => {
      const name = `${attribute(attributes, 'classname')} > ${attribute(attributes, 'name')}`;
      const [, kind, details] = /<(failure|error|skipped)\b([^>]*)/s.exec(body) ?? [];
      if (!kind) return { name, outcome: 'passed' };
      const outcome = kind === 'skipped' ? 'skipped' : 'failed';
      return { name, outcome, reason: attribute(details, 'message') };
    }
  );
}

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function attribute(attributes, name) {
  const [, value = ''] = new RegExp(`\\b${name}="([^"]*)"`, 's').exec(attributes) ?? [];
  return value.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, entity) => {
    if (entity) return entities[entity] ?? all;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });
}
