import { defineConfig } from 'vitest/config';

const seconds = (n: number) => n * 1000;

/** A kind of tests: `npx vitest run --project NAME` runs it alone. */
const project = (name: string, include: string[], timeout: number, globalSetup?: string) => ({
  test: { name, include, testTimeout: timeout, hookTimeout: timeout, globalSetup }
});

/**
 * A browser on a busy machine needs longer than the second for which `expect.poll` waits by default. A test that fails is run once more;
 * if it passes then, `npm test` reports it as flaky, with the reason: a fault to mend that stops nobody meanwhile.
 */
const inBrowser = ({ test }: ReturnType<typeof project>) => ({
  test: { ...test, retry: 1, expect: { poll: { timeout: seconds(15) } } }
});

export default defineConfig({
  test: {
    silent: 'passed-only',
    projects: [
      project(
        'unit',
        [
          'sdk/*/src/**/*.test.ts',
          'extension/src/**/*.test.{ts,tsx}',
          '{docs,kernels,extension/packaging,extension/translation}/**/*.test.mjs',
          'test/{repository,examples}/*.test.ts'
        ],
        seconds(30)
      ),
      project('types', ['test/types/**/*.test.ts'], seconds(120)),
      project(
        'conformance',
        ['test/{conformance,adder}/**/*.test.ts', 'test/examples/runs/*.test.ts'],
        seconds(300)
      ),
      inBrowser(project('e2e', ['test/e2e/**/*.test.ts'], seconds(300))),
      project(
        'packages',
        ['test/packages/**/*.test.ts'],
        seconds(300),
        'test/packages/install.mjs'
      ),
      project('tables', ['test/tables/**/*.test.ts'], seconds(3600)),
      project('figures', ['test/bench/**/*.test.ts'], seconds(3600)),
      project('soak', ['test/soak/**/*.test.ts'], seconds(3600))
    ]
  }
});
