import { describe, expect, it } from 'vitest';
import { readSignature } from './model-signature.js';

describe('the signature of an MLmodel', () => {
  it('names its columns with their types', () => {
    const text = `flavors: {}
signature:
  inputs: '[{"type": "double", "name": "x", "required": true}, {"type": "string",
    "name": "a\\"b", "required": false}]'
  outputs: null
  params: null
utc_time_created: 'x'`;
    expect(readSignature(text)).toEqual([
      { name: 'x', type: 'double', isRequired: true },
      { name: 'a"b', type: 'string', isRequired: false }
    ]);
  });

  it('names its tensors with their shapes', () => {
    const spec = '{"dtype": "float32", "shape": [-1, 3]}';
    const text = `signature:\n  inputs: '[{"type": "tensor", "tensor-spec": ${spec}}]'\n`;
    expect(readSignature(text)).toEqual([
      { name: '', type: 'tensor', isRequired: true, shape: [-1, 3] }
    ]);
  });

  it.each([
    'flavors: {}',
    '',
    'signature: null',
    'signature:\n  inputs: null',
    "signature:\n  inputs: '[]'",
    "signature:\n  inputs: 'not json'",
    "signature:\n  inputs: '{}'"
  ])('is not there in %j', text => {
    expect(readSignature(text)).toBeUndefined();
  });
});
