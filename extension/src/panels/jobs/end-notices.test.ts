import type { Notification } from '@jupyterlab/apputils';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobSummary } from '@carry-ml/bridge';
import { trans } from '../../parts/rendered.test-support.js';
import { EndNotices } from './end-notices.js';

type Manager = typeof Notification.manager;
interface Shown {
  id: string;
  message: string;
  type: string;
  actions: readonly Notification.IAction[];
}

let shown: Shown[];
let time: number;
let opened: (string | null)[];
let notices: EndNotices;

beforeEach(() => {
  [shown, time, opened] = [[], 0, []];
  let ids = 0;
  const notify: Manager['notify'] = (message, type, { actions = [] }) => {
    const id = `n${(ids += 1)}`;
    shown.push({ id, message, type, actions });
    return id;
  };
  const update: Manager['update'] = change => {
    const known = shown.find(({ id }) => id === change.id);
    if (known) Object.assign(known, change);
    return known !== undefined;
  };
  const dismiss: Manager['dismiss'] = id => {
    shown = shown.filter(one => one.id !== id);
  };
  notices = new EndNotices(
    { notify, update, dismiss },
    run => opened.push(run),
    trans,
    () => time
  );
});

const end = (name: string, status = 'Completed', reason: string | null = null): void => {
  notices.add({ name, displayName: name, status, reason } as JobSummary);
};
const messages = (): string[] => shown.map(({ message }) => message);
const button = (): string | undefined => shown[0]?.actions[0]?.label;
/** Clicks the button of the only notification. */
const press = (): void => {
  shown[0]?.actions[0]?.callback({} as MouseEvent);
};

describe('the notifications of ended runs', () => {
  it('are one for runs that end within seconds of each other', () => {
    for (let n = 0; n < 12; n += 1) {
      end(`a${n}`);
      time += 4000;
    }
    expect(messages()).toEqual(['12 runs have completed.']);
    end('b', 'Failed');
    expect(messages()).toEqual(['12 runs have completed, 1 has failed.']);
    end('c', 'Failed');
    expect(messages()).toEqual(['12 runs have completed, 2 have failed.']);
    expect([shown[0]?.type, button()]).toEqual(['error', 'Show Runs']);
  });

  it('name a single run, with the reason of its failure', () => {
    end('adder', 'Failed', 'no disk');
    expect(shown).toMatchObject([{ message: '“adder” has failed. no disk', type: 'error' }]);
    expect(button()).toBe('Show Run');
  });

  it('show the run, or the list of several', () => {
    end('a');
    press();
    end('b');
    press();
    expect(opened).toEqual(['a', null]);
  });

  it('count failures alone', () => {
    end('a', 'Failed');
    end('b', 'Failed');
    expect(messages()).toEqual(['2 runs have failed.']);
  });

  it('replace an older one, but not one that tells of a failure', () => {
    end('a');
    time += 5000;
    end('b', 'Failed', 'no disk');
    time += 5000;
    end('c');
    time += 5000;
    end('d');
    expect(messages()).toEqual(['“b” has failed. no disk', '“d” has completed.']);
  });

  it('say nothing of a run that was cancelled', () => {
    end('a', 'Canceled');
    expect(messages()).toEqual([]);
  });

  it('count from one again when the user has dismissed the last', () => {
    end('a');
    shown = [];
    end('b');
    expect(messages()).toEqual(['“b” has completed.']);
  });
});
