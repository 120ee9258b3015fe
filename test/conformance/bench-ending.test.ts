import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const module = fileURLToPath(new URL('../bench/ending.mjs', import.meta.url));

/** A nested benchmark that prints each clean-up it performs, and then ends in the given way. */
const bench = (last: string) => `
  import { withEnding } from ${JSON.stringify(module)};
  const says = text => () => console.log(text);
  await withEnding(says('server'), () =>
    withEnding(() => { console.log('workspace'); throw new Error('in vain'); }, async () => {
      ${last}
    })
  );`;
const waits = "console.log('ready'); await new Promise(() => setInterval(() => {}, 1000));";

async function run(last: string, signal?: NodeJS.Signals) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', bench(last)], {
    stdio: ['ignore', 'pipe', 'ignore']
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (signal && text.includes('ready')) child.kill(signal);
  });
  const [code] = await once(child, 'close');
  return { said: said.trim().split(/\s+/), code };
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129]
] as const)(
  'a bench that is stopped by %s stops the processes that it started',
  async (signal, code) => {
    expect(await run(waits, signal)).toEqual({ said: ['ready', 'workspace', 'server'], code });
  }
);

it.each([
  "throw new Error('no');",
  'setTimeout(() => { nothing(); }); await new Promise(() => {});',
  'process.exit(3);'
])('a bench that ends by %s stops the processes that it started', async last => {
  expect((await run(last)).said).toEqual(['workspace', 'server']);
});
