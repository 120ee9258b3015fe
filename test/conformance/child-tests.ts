import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { run } from './local-workspace.js';

const pythonOf = (venv: string) => fileURLToPath(new URL(`../${venv}/bin/python`, import.meta.url));
/** Every `conftest.py` from this folder down to the tests applies to them. */
const folderOfTests = fileURLToPath(new URL('.', import.meta.url));

/** The result of one test in a child process. Like a user's program, it finds the workspace only through environment variables. */
export interface ChildTest {
  name: string;
  failure?: string;
  skipped?: string;
}

/** Throws an error that names every test that did not pass, and says why. */
export function expectAllPassed(tests: ChildTest[]): void {
  const wrong = tests.flatMap(({ name, failure, skipped }) => [
    ...(failure === undefined ? [] : [`${name}: ${failure}`]),
    ...(skipped === undefined ? [] : [`${name} was skipped: ${skipped}`])
  ]);
  if (wrong.length > 0)
    throw new Error(`${wrong.length} of ${tests.length} tests did not pass. ${wrong.join('\n\n')}`);
}

/** Runs a file or folder of Python tests; `venv` names another virtual environment, `without` a file to leave out. */
export function pytest(
  path: string,
  environment: Record<string, string>,
  { without, venv = '.venv' }: { without?: string; venv?: string } = {}
): Promise<ChildTest[]> {
  return testsOf(path, environment, report => [
    pythonOf(venv),
    ...[
      '-m',
      'pytest',
      '-q',
      '-W',
      'ignore',
      '-p',
      'no:cacheprovider',
      '--tb=short',
      `--rootdir=${folderOfTests}`,
      `--junitxml=${report}`,
      ...(without === undefined ? [] : [`--ignore=${without}`]),
      path
    ]
  ]);
}

/** Runs a file of tests with Node's test runner. */
export function nodeTest(path: string, environment: Record<string, string>): Promise<ChildTest[]> {
  return testsOf(path, environment, report => [
    process.execPath,
    ...['--test', '--test-reporter=junit', `--test-reporter-destination=${report}`, path]
  ]);
}

async function testsOf(
  path: string,
  environment: Record<string, string>,
  command: (report: string) => [string, ...string[]]
): Promise<ChildTest[]> {
  const folder = mkdtempSync(join(tmpdir(), 'carry-client-'));
  try {
    const report = join(folder, 'report.xml');
    const [file, ...args] = command(report);
    const ended = await run(file, args, environment, folder);
    if (ended.code > 1) throw new Error(`${path} could not run: ${ended.stdout}${ended.stderr}`);
    const tests = read(readFileSync(report, 'utf8'));
    if (tests.length === 0)
      throw new Error(`There is no test in ${path}: ${ended.stdout}${ended.stderr}`);
    return tests;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Node {
  testsuites?: Node;
  testsuite?: Node[];
  testcase?: Case[];
}
interface Case {
  name: string;
  failure?: string | { '#text': string };
  error?: string | { '#text': string };
  skipped?: { message?: string };
}

function read(xml: string): ChildTest[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: tag => tag === 'testcase' || tag === 'testsuite'
  });
  return casesOf(parser.parse(xml) as Node).map(test => {
    const broken = test.failure ?? test.error;
    return {
      name: test.name,
      failure: typeof broken === 'object' ? broken['#text'] : broken,
      skipped: test.skipped && (test.skipped.message ?? 'no reason given')
    };
  });
}

function casesOf(node: Node): Case[] {
  const below = [...(node.testsuites ? [node.testsuites] : []), ...(node.testsuite ?? [])];
  return [...(node.testcase ?? []), ...below.flatMap(casesOf)];
}
