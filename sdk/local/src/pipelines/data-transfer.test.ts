import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandComponent } from './component.js';
import { copyCommand, type CopyMode } from './copy-command.js';
import { withComponent, type TransferSources } from './data-transfer.js';
import { readSteps } from './step.js';

const sources = {
  findAsset: () => ({
    properties: {
      componentSpec: {
        type: 'data_transfer',
        data_copy_mode: 'fail_if_conflict',
        inputs: { a: { type: 'uri_folder' }, b: { type: 'uri_file' } },
        outputs: { all: { type: 'uri_folder' } }
      }
    }
  }),
  findConnection: (name: string) =>
    ({
      store: { category: 'AzureBlob', target: 'azureml://datastores/raw/paths/' },
      bucket: { category: 'S3', target: 'https://s3.example/b' }
    })[name]
} as unknown as TransferSources;

/** The step that these fields become. */
function planned(fields: object) {
  const [step] = readSteps({ move: { type: 'data_transfer', componentId: 'c', ...fields } });
  if (!step) throw new Error('no step');
  return withComponent(step, sources) as ReturnType<typeof withComponent> & {
    component: CommandComponent;
  };
}
const importing = (source: object) => planned({ task: 'import_data', source });

describe('a step that transfers data', () => {
  it('copies its inputs in place, on this machine whatever its compute', () => {
    const step = planned({ task: 'copy_data', compute_id: 'adf', inputs: { a: 'u', b: 'v' } });
    expect(step.computeId).toBe('cpu');
    expect(step.component.inputs?.a?.mode).toBe('rw_mount');
    expect(step.component.command).toMatch(
      /copy fail_if_conflict \$\{\{outputs.all\}\} \$\{\{inputs.a\}\} \$\{\{inputs.b\}\}$/
    );
  });

  it('imports the files below the target of a connection, or of a URI', () => {
    const file = { type: 'file_system', connection: 'azureml:store', path: 'x/y.csv' };
    expect(importing(file).inputs).toEqual({
      source: { jobInputType: 'uri_file', uri: 'azureml://datastores/raw/paths/x/y.csv' }
    });
    const uri = 'azureml://datastores/raw/paths/all/';
    expect(importing({ type: 'file_system', path: uri }).inputs.source).toEqual({
      jobInputType: 'uri_folder',
      uri
    });
  });

  it.each([
    [{ type: 'database', query: 'select 1', connection: 'azureml:store' }, 'queries no databases'],
    [{ type: 'file_system', connection: 'azureml:bucket', path: 'x' }, "'bucket' of category S3"],
    [{ type: 'file_system', connection: 'azureml:none', path: 'x' }, "connection 'none'"]
  ])('refuses %j by name', (source, message) => {
    expect(() => importing(source)).toThrow(message);
  });

  it('refuses an export', () => {
    expect(() => planned({ task: 'export_data' })).toThrow('task export_data');
  });
});

describe('the command that copies', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copy-'));
    for (const name of ['a/sub', 'target']) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ['a/sub/it s.txt', 'a/one.txt', 'two.txt'])
      writeFileSync(join(folder, name), name);
  });
  const at = (name: string) => join(folder, name);
  const copy = (mode: CopyMode, target: string, ...from: string[]) => {
    const names = from.map((_, i) => `i${i}`);
    const places = [target, ...from].map(name => `'${at(name)}'`);
    const command = copyCommand(mode, names, 'o').replace(/\$\{\{.*$/, places.join(' '));
    return execFileSync('sh', ['-c', command], { encoding: 'utf8', stdio: 'pipe' });
  };

  it('merges folders and files into a folder', () => {
    copy('fail_if_conflict', 'target', 'a', 'two.txt');
    expect(readFileSync(at('target/sub/it s.txt'), 'utf8')).toBe('a/sub/it s.txt');
    expect(readFileSync(at('target/two.txt'), 'utf8')).toBe('two.txt');
  });

  it('copies a file to a file', () => {
    writeFileSync(at('out.txt'), '');
    copy('fail_if_conflict', 'out.txt', 'two.txt');
    expect(readFileSync(at('out.txt'), 'utf8')).toBe('two.txt');
  });

  it('overwrites, or fails and copies nothing, where the target has a file', () => {
    writeFileSync(at('target/one.txt'), 'old');
    expect(() => copy('fail_if_conflict', 'target', 'a')).toThrow(/ConflictError: .*one\.txt/);
    expect(readFileSync(at('target/one.txt'), 'utf8')).toBe('old');
    copy('merge_with_overwrite', 'target', 'a');
    expect(readFileSync(at('target/one.txt'), 'utf8')).toBe('a/one.txt');
  });

  it('does not follow links out of a source', () => {
    symlinkSync('/etc', at('a/etc'));
    copy('merge_with_overwrite', 'target', 'a');
    expect(execFileSync('readlink', [at('target/etc')], { encoding: 'utf8' })).toBe('/etc\n');
  });
});
