import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import newest from 'typescript';
import oldest from 'typescript-5.0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PEER = '@azure/arm-machinelearning';

let folders: { with: string; without: string };
beforeAll(() => {
  folders = { with: consumer(true), without: consumer(false) };
});
afterAll(() => {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true });
});

/** A project with the declarations of carry-ml as npm installs them, and its dependencies, with or without the peer. */
function consumer(hasPeer: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'carry-consumer-'));
  const installed = (name: string) => join(folder, 'node_modules', name);
  const link = (name: string) => {
    mkdirSync(dirname(installed(name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), installed(name));
  };
  cpSync(join(root, 'sdk/client/package.json'), installed('carry-ml/package.json'));
  cpSync(join(root, 'sdk/client/dist'), installed('carry-ml/dist'), {
    recursive: true,
    filter: path => !/\.(js|map|tsbuildinfo)$/.test(path)
  });
  const azure = readdirSync(join(root, 'node_modules/@azure')).map(name => `@azure/${name}`);
  for (const name of [...azure, 'apache-arrow', '@types/node', 'tslib'])
    if (name !== PEER || hasPeer) link(name);
  return folder;
}

const cell = `
  import { connect, type ManagementClient } from 'carry-ml';
  export const ws = await connect();
  export const client: ManagementClient = await ws.management();
  export const jobs = client.jobs.list(ws.id.resourceGroup, ws.id.workspace);
  export const wrong = client.jobs.list(5);
`;

/** Problems in the program itself and in the declarations of carry-ml; other packages answer for their own. */
function problems(ts: typeof newest, folder: string, text: string): string[] {
  const path = join(folder, 'cell.ts');
  writeFileSync(path, text);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const isOld = ts.version.startsWith('5.0');
  const program = ts.createProgram([path], {
    module: isOld ? ts.ModuleKind.ESNext : ts.ModuleKind.NodeNext,
    moduleResolution: isOld ? ts.ModuleResolutionKind.Node10 : ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    esModuleInterop: true,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(folder, 'node_modules/@types')]
  });
  return program
    .getSourceFiles()
    .filter(file => file.fileName === path || file.fileName.includes('/node_modules/carry-ml/'))
    .flatMap(file => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file)
    ])
    .map(problem => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
}

/** Both have the same API as far as this test goes; the declarations differ. */
const compilers: [string, typeof newest][] = [
  ['5.0 (tslab, Node10)', oldest as unknown as typeof newest],
  [`${newest.versionMajorMinor} (NodeNext)`, newest]
];

describe.each(compilers)('the declarations of carry-ml in TypeScript %s', (_, ts) => {
  it("type-check without Microsoft's management client, which is any then", () => {
    expect(problems(ts, folders.without, cell)).toEqual([]);
  });

  it("have Microsoft's types where the client is installed", () => {
    expect(problems(ts, folders.with, cell)).toEqual(['Expected 2-3 arguments, but got 1.']);
  });
});
