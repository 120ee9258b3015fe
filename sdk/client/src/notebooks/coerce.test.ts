import { describe, expect, it } from 'vitest';
import { coerceParameters } from './coerce.js';
import { declaredParameters } from './parameters-cell.js';

const declared = declaredParameters(
  [
    'count: int = 1',
    'rate: float = 0.1',
    'name = "x"',
    'deep = False',
    'layers = [1]',
    'options = {}',
    'seed: Optional[int] = None',
    'home = os.getcwd()'
  ].join('\n'),
  'python'
);
const coerce = (given: Parameters<typeof coerceParameters>[1]) => coerceParameters(declared, given);

describe('coerceParameters', () => {
  it('reads the texts of a form by the declared types', () => {
    expect(
      coerce({
        count: '2',
        rate: '1e-3',
        deep: 'True',
        layers: '[1, 2]',
        options: '{"a": {"b": 1}}'
      })
    ).toEqual({ count: 2, rate: 0.001, deep: true, layers: [1, 2], options: { a: { b: 1 } } });
  });

  it('keeps values that have their type already', () => {
    const given = { count: 2, rate: 3, deep: false, layers: [], options: { x: null }, seed: null };
    expect(coerce(given)).toEqual(given);
  });

  it.each(['a"b', '\\', 'two\nlines', '; import os', '😀', 'true', '1e3', '{"a": 1}', ''])(
    'leaves the text %j of a string parameter as it is',
    text => {
      expect(coerce({ name: text })).toEqual({ name: text });
    }
  );

  it('omits parameters that are not given', () => {
    expect(coerce({ count: undefined })).toEqual({});
  });

  it.each([
    ['count', '2.5'],
    ['count', 'two'],
    ['count', ''],
    ['count', 2 ** 60],
    ['rate', 'NaN'],
    ['rate', '1; import os'],
    ['name', 5],
    ['deep', 'yes'],
    ['layers', '{"a": 1}'],
    ['layers', '[1'],
    ['options', '[1]'],
    ['count', null]
  ])('refuses %s = %j', (name, value) => {
    expect(() => coerce({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'ParameterInvalid', target: name })
    );
  });

  it('keeps every digit of a whole number', () => {
    expect(coerce({ count: '12345678901234567890' })).toEqual({ count: 12345678901234567890n });
    expect(coerce({ count: -(2n ** 70n) })).toEqual({ count: -(2n ** 70n) });
    expect(coerce({ layers: '[9007199254740993, 1]' })).toEqual({ layers: [9007199254740993n, 1] });
  });

  it('takes any value for a computed default', () => {
    expect(coerce({ home: '/tmp' })).toEqual({ home: '/tmp' });
    expect(coerce({ home: 5 })).toEqual({ home: 5 });
  });

  it("reads arrays and objects as the notebook's language writes them, too", () => {
    expect(coerce({ layers: '(1, 2,)', options: "{'a': True, 'b': None}" })).toEqual({
      layers: [1, 2],
      options: { a: true, b: null }
    });
  });

  it('takes null where the annotation allows it', () => {
    expect(coerce({ seed: 'None' })).toEqual({ seed: null });
  });

  it('names the parameters there are when one is unknown', () => {
    expect(() => coerce({ cuont: 1 })).toThrow(/no parameter 'cuont'.*count, rate, name/);
  });

  it('says how to declare parameters when there are none', () => {
    expect(() => coerceParameters([], { a: 1 })).toThrow(/tagged 'parameters'/);
  });
});
