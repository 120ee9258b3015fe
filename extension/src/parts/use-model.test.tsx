// @vitest-environment happy-dom
import { Signal, type ISignal } from '@lumino/signaling';
import { useLayoutEffect, type ReactElement, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useFormModel, useModel } from './use-model.js';

interface Root {
  render: (element: ReactElement) => void;
  unmount: () => void;
}

const client: string = 'react-dom/client';
const { createRoot } = (await import(client)) as { createRoot: (node: Element) => Root };

class Counter {
  private readonly _changed = new Signal<this, void>(this);
  count = 0;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  increase(): void {
    this.count += 1;
    this._changed.emit();
  }
}

let counter: Counter;
let root: Root;
beforeEach(() => {
  counter = new Counter();
  root = createRoot(document.body);
});
afterEach(() => {
  root.unmount();
});

const shown = () => document.body.textContent;

it.each([useModel, useFormModel])(
  '%o shows a change between the drawing of a panel and the moment when React lets it listen',
  async use => {
    function View(): ReactNode {
      use(counter);
      // Runs after the drawing, and before the effects that listen.
      useLayoutEffect(() => {
        counter.increase();
      }, []);
      return counter.count;
    }
    root.render(<View />);
    await vi.waitFor(() => {
      expect(shown()).toBe('1');
    });
  }
);

it('shows every later change, those of one frame together, until the panel is gone', async () => {
  let drawings = 0;
  function View(): ReactNode {
    useModel(counter);
    drawings += 1;
    return counter.count;
  }
  root.render(<View />);
  await vi.waitFor(() => {
    expect(drawings).toBe(2);
  });
  counter.increase();
  counter.increase();
  await vi.waitFor(() => {
    expect(shown()).toBe('2');
  });
  expect(drawings).toBe(3);
  root.unmount();
  counter.increase();
  await new Promise(requestAnimationFrame);
  expect(drawings).toBe(3);
});
