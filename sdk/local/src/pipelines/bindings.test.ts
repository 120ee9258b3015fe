import { describe, expect, it } from 'vitest';
import { bindingOf, bindingsIn, fillBindings } from './bindings.js';

describe('a binding', () => {
  it('names an input or output of the pipeline, or an output of a step', () => {
    expect(
      bindingsIn('${{parent.inputs.n}} ${{ parent.outputs.o }} ${{parent.jobs.a.outputs.b}}', 'It')
    ).toEqual([
      { kind: 'input', name: 'n' },
      { kind: 'output', name: 'o' },
      { kind: 'step', step: 'a', output: 'b' }
    ]);
  });

  it('is the whole text only when there is nothing around it', () => {
    expect(bindingOf(' ${{parent.inputs.n}} ', 'It')).toEqual({ kind: 'input', name: 'n' });
    expect(bindingOf('n=${{parent.inputs.n}}', 'It')).toBeUndefined();
    expect(bindingOf('${{parent.inputs.n}}${{parent.inputs.m}}', 'It')).toBeUndefined();
    expect(bindingOf('plain', 'It')).toBeUndefined();
  });

  it('is replaced by its value within a text', () => {
    expect(
      fillBindings('n=${{parent.inputs.n}}!', 'It', b => (b.kind === 'input' ? '3' : ''))
    ).toBe('n=3!');
  });

  it.each(['inputs.n', 'parent.jobs.a.inputs.n', 'parent.inputs', 'parent.inputs.a.b', ''])(
    'of the form %j is rejected, naming the valid forms',
    inner => {
      expect(() => bindingsIn(`\${{${inner}}}`, "The input 'x'")).toThrow(
        /The input 'x' refers to .* is not a binding.*parent\.inputs\.NAME/
      );
    }
  );
});
