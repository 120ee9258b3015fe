import fc, { type Arbitrary } from 'fast-check';
import { exampleBodies } from './examples.js';
import { fitting } from './from-schema.js';
import { nastyKeys, nastyTexts, nastyValue } from './nasty.js';
import { plausible, queryNames } from './plausible.js';
import type { ServedRoute } from './routes.js';

/** One request as it is sent. */
export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** The damage to the `at`-th value of a body. */
type Damage = { at: number } & (
  | { act: 'replace'; value: unknown }
  | { act: 'remove' }
  | { act: 'add'; key: string; value: unknown }
);

/** Generates requests to the routes, most of them invalid in one or more ways. Each service gets the same share, however many routes it has. */
export function requests(routes: ServedRoute[]): Arbitrary<FuzzRequest> {
  const examples = exampleBodies();
  const requestTo = (route: ServedRoute): Arbitrary<FuzzRequest> =>
    fc.record(
      {
        method: methodFor(route),
        path: pathFor(route),
        headers,
        body: bodyFor(route, examples(route))
      },
      { requiredKeys: ['method', 'path', 'headers'] }
    );
  const share = (weight: number, of: (service: string) => boolean) => ({
    weight,
    arbitrary: fc.oneof(...routes.filter(({ url }) => of(url.split('/')[1] ?? '')).map(requestTo))
  });
  return fc.oneof(
    share(6, service => service === 'subscriptions'),
    share(3, service => service === 'mlflow'),
    share(1, service => service === 'local.blob.carry'),
    share(1, service => !['subscriptions', 'mlflow', 'local.blob.carry'].includes(service))
  );
}

const mostly = <T>(usual: Arbitrary<T>, odd: Arbitrary<T>, weight = 6) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });

const methodFor = (route: ServedRoute) =>
  mostly(
    fc.constant(route.method),
    fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY'),
    15
  );

/** Percent-encodes any text; half of a surrogate pair becomes the bytes that a careless client sends for it. */
function encoded(text: string): string {
  return Array.from(text)
    .map(c => (/[\ud800-\udfff]/u.test(c) ? '%ED%A0%80' : encodeURIComponent(c)))
    .join('');
}

/** Parts of a path that are sent unchanged. */
const rawParts = fc.constantFrom(
  '..',
  '.',
  '%',
  '%zz',
  '%00',
  '%c0%af',
  '%2e%2e%2f',
  ';a=b',
  '',
  '%ff'
);
const parameter = (name: string) =>
  fc.oneof(
    { weight: 10, arbitrary: plausible(name).map(value => encoded(String(value))) },
    { weight: 2, arbitrary: fc.constantFrom(...nastyTexts).map(encoded) },
    { weight: 1, arbitrary: rawParts }
  );

function pathFor({ url }: ServedRoute): Arbitrary<string> {
  const parts = url
    .split('/')
    .map(part =>
      part === '*'
        ? fc.array(parameter('path'), { maxLength: 4 }).map(all => all.join('/'))
        : part.startsWith(':')
          ? parameter(part.slice(1).replace(/\W.*/, ''))
          : fc.constant(part)
    );
  const path = fc.tuple(...parts).map(all => all.join('/'));
  const cased = fc
    .tuple(path, fc.constantFrom('', '', '', '', 'upper', 'double', 'slash'))
    .map(([text, game]) => {
      if (game === 'upper') return text.replace(/[^%/]+(?![0-9a-f]{0,2}%)/gi, s => s.toUpperCase());
      if (game === 'double') return text.replace('/', '//');
      return game === 'slash' ? `${text}/` : text;
    });
  const version = url.startsWith('/subscriptions/') ? versions : fc.constant('');
  return fc.tuple(cased, version, query).map(([text, ...more]) => {
    const search = more.filter(Boolean).join('&');
    return search ? `${text}?${search}` : text;
  });
}

/** The api-version, without which the server looks at nothing else of a request. */
const versions = mostly(fc.constant('api-version=2023-04-01'), fc.constant(''), 30);

const queryName = mostly(fc.constantFrom(...queryNames), fc.constantFrom(...nastyKeys), 12);
const query = fc
  .array(
    queryName.chain(name =>
      mostly(plausible(name).map(String), fc.constantFrom(...nastyTexts), 2).map(
        value => `${encoded(name)}=${encoded(value)}`
      )
    ),
    { maxLength: 4 }
  )
  .map(pairs => pairs.join('&'));

/** Header values contain only characters that Node's client sends; the tests of bad-input send raw ones. */
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'if-match',
    'if-none-match',
    'range',
    'x-ms-range',
    'x-ms-blob-type',
    'x-ms-blob-content-type',
    'x-ms-meta-a',
    'content-md5',
    'accept',
    'expect-nothing',
    'x-ms-version',
    'x-ms-client-request-id',
    'x-http-method-override'
  ),
  fc.oneof(
    fc.constantFrom(
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'nonsense',
      '*',
      '"x"',
      'bytes=0-',
      'bytes=9-1',
      'bytes=-0',
      'bytes=99999999999999999999-',
      'BlockBlob',
      'PageBlob'
    ),
    fc.string({ maxLength: 20 }).map(text => text.replace(/[^\x20-\x7e]/g, 'x'))
  ),
  { maxKeys: 3 }
);

function bodyFor(route: ServedRoute, examples: unknown[]): Arbitrary<Buffer> {
  const fits: Arbitrary<unknown> = route.body
    ? fitting(route.body)
    : fc.record(Object.fromEntries(route.fields.map(field => [field, plausible(field)])), {
        requiredKeys: []
      });
  const meant = examples.length ? fc.oneof(fits, fc.constantFrom(...examples)) : fits;
  const damaged = fc
    .tuple(meant, fc.array(damage, { maxLength: 3 }))
    .map(([value, all]) => text(all.reduce(damageValue, value)));
  return fc.oneof(
    { weight: 10, arbitrary: damaged.map(json => Buffer.from(json)) },
    {
      weight: 2,
      arbitrary: fc.tuple(damaged, fc.nat(200)).map(([json, cut]) => truncated(json, cut))
    },
    { weight: 1, arbitrary: fc.constantFrom(...rawBodies) }
  );
}

const damage: Arbitrary<Damage> = fc.oneof(
  fc.record({ at: fc.nat(30), act: fc.constant('replace' as const), value: nastyValue }),
  fc.record({ at: fc.nat(30), act: fc.constant('remove' as const) }),
  fc.record({
    at: fc.nat(30),
    act: fc.constant('add' as const),
    key: fc.constantFrom(...nastyKeys),
    value: nastyValue
  })
);

/** Returns a copy of the value with the chosen place damaged; a copy, because fast-check reuses the value. */
function damageValue(value: unknown, damage: Damage): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const root = { value: structuredClone(value) };
  const walk = (holder: Record<string, unknown>) => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const below = holder[key];
      if (typeof below === 'object' && below !== null) walk(below as Record<string, unknown>);
    }
  };
  walk(root);
  const { holder, key } = places[damage.at % places.length]!;
  const here = holder[key];
  if (damage.act === 'replace') holder[key] = damage.value;
  else if (damage.act === 'remove') Reflect.deleteProperty(holder, key);
  else if (typeof here === 'object' && here !== null && !Array.isArray(here))
    Object.defineProperty(here, damage.key, {
      value: damage.value,
      enumerable: true,
      configurable: true
    });
  return root.value;
}

/** Prevents damaged commands from running: the fuzzer does not test what a job may do. */
function text(value: unknown): string {
  const harmless = (key: string, inner: unknown) =>
    key === 'command' && typeof inner === 'string' && inner !== '' ? 'true' : inner;
  return value === undefined ? '' : JSON.stringify(value, harmless);
}

function truncated(json: string, cut: number): Buffer {
  return Buffer.from(json.slice(0, Math.max(0, json.length - 1 - (cut % (json.length + 1)))));
}

const rawBodies = [
  Buffer.from(''),
  Buffer.from(' '),
  Buffer.from('null'),
  Buffer.from('0'),
  Buffer.from('"text"'),
  Buffer.from('[]'),
  Buffer.from('{"properties":null}'),
  Buffer.from('\ufeff{}'),
  Buffer.from("{'a':1}"),
  Buffer.from('{"a":1e400,"a":-1e400}'),
  Buffer.from('{"__proto__":{"polluted":true},"properties":{"__proto__":{"polluted":true}}}'),
  Buffer.from('{"constructor":{"prototype":{"polluted":true}}}'),
  Buffer.from('['.repeat(50_000)),
  Buffer.from(`{"properties":{"tags":${'['.repeat(5000)}${']'.repeat(5000)}}}`),
  Buffer.from(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from('a=b&c=d'),
  Buffer.from('<BlockList><Latest>%%%</Latest></BlockList>'),
  Buffer.from(
    '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><BlockList><Latest>&b;</Latest></BlockList>'
  ),
  Buffer.from(`<BlockList>${'<Latest>MQ==</Latest>'.repeat(2000)}</BlockList>`)
];
