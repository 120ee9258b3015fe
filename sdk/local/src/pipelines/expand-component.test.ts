import { describe, expect, it } from 'vitest';
import type { FindAsset } from '../store/asset-finder.js';
import { expandComponent } from './expand-component.js';

const ports = {
  inputs: { rows: { type: 'uri_folder' }, times: { type: 'integer', default: 2 } },
  outputs: { list: { type: 'uri_folder', mode: 'upload' } }
};
const specs: Record<string, object> = {
  pipe: {
    type: 'pipeline',
    jobs: { a: { componentId: 'x' } },
    settings: { force_rerun: true },
    ...ports
  },
  cmd: { type: 'command', command: 'c', environment: 'e', ...ports }
};
const findAsset = ((id: string) => ({
  properties: { componentSpec: specs[id] }
})) as unknown as FindAsset;
const rows = { rows: { jobInputType: 'uri_folder' as const, uri: 'u' } };
const expand = (componentId: string, more = {}) =>
  expandComponent({ jobType: 'Pipeline', componentId, inputs: rows, ...more }, findAsset);

describe('a pipeline job with a component', () => {
  it('has its steps, settings, outputs and the defaults of its inputs', () => {
    expect(expand('pipe', { settings: { default_compute: 'cpu' } })).toMatchObject({
      jobs: { a: { componentId: 'x' } },
      settings: { force_rerun: true, default_compute: 'cpu' },
      inputs: { ...rows, times: { jobInputType: 'literal', value: '2' } },
      outputs: { list: { jobOutputType: 'uri_folder', mode: 'Upload' } }
    });
  });

  it('has a component of another type as its only step', () => {
    expect(expand('cmd').jobs?.step).toMatchObject({
      componentId: 'cmd',
      inputs: { rows: { value: '${{parent.inputs.rows}}' } },
      outputs: { list: { value: '${{parent.outputs.list}}' } }
    });
  });

  it('has values that its component allows', () => {
    const times = { jobInputType: 'literal' as const, value: 'twice' };
    expect(() => expand('pipe', { inputs: { ...rows, times } })).toThrow(
      "The input 'times' of the pipeline has the value 'twice', and its component declares the type integer."
    );
  });

  it('has no inputs and outputs but those of its component', () => {
    const other = { jobInputType: 'literal' as const, value: '1' };
    expect(() => expand('pipe', { inputs: { ...rows, time: other } })).toThrow(
      "The input 'time' was given, which the pipeline's component does not have. It has: rows, times."
    );
    const outputs = { lists: { jobOutputType: 'uri_folder' } };
    expect(() => expand('cmd', { outputs })).toThrow("The output 'lists' was given");
  });

  it('keeps the steps that it has', () => {
    expect(expand('pipe', { jobs: { own: {} } }).jobs).toEqual({ own: {} });
  });
});
