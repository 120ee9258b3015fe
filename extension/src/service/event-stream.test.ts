import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventMessage } from '@carry-ml/bridge';
import { EventStream, type Socket } from './event-stream.js';

class FakeSocket implements Socket {
  sent: unknown[] = [];
  readyState = 0;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(): void {
    this.onclose?.call(this as never, {} as CloseEvent);
  }
  accept(): void {
    this.onopen?.call(this as never, {} as Event);
  }
  receive(message: EventMessage): void {
    this.onmessage?.call(this as never, { data: JSON.stringify(message) } as MessageEvent);
  }
}

let sockets: FakeSocket[];
let stream: EventStream;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  stream = new EventStream(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
  stream.start();
});
afterEach(() => {
  stream.dispose();
  vi.useRealTimers();
});

describe('the event stream', () => {
  it('emits the messages of the bridge', () => {
    const heard: EventMessage[] = [];
    stream.message.connect((_, message) => heard.push(message));
    sockets[0]?.accept();
    sockets[0]?.receive({ type: 'jobs', jobs: [] });
    expect(heard).toEqual([{ type: 'jobs', jobs: [] }]);
  });

  it('sends the watched job once it is connected', () => {
    stream.watch(() => ({ type: 'watch', job: 'a' }));
    expect(sockets[0]?.sent).toEqual([]);
    sockets[0]?.accept();
    expect(sockets[0]?.sent).toEqual([{ type: 'watch', job: 'a' }]);
  });

  it('reconnects after a loss and continues at the current offset', () => {
    let logFrom = 0;
    stream.watch(() => ({ type: 'watch', job: 'a', logFrom }));
    sockets[0]?.accept();
    logFrom = 4096;
    sockets[0]?.close();
    vi.advanceTimersByTime(250);
    sockets[1]?.accept();
    expect(sockets[1]?.sent).toEqual([{ type: 'watch', job: 'a', logFrom: 4096 }]);
  });

  it('waits longer after each failure, and starts again after a success', () => {
    sockets[0]?.close();
    vi.advanceTimersByTime(250);
    sockets[1]?.close();
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    sockets[2]?.accept();
    sockets[2]?.close();
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(4);
  });

  it('emits whether it is connected', () => {
    const states: boolean[] = [];
    stream.connectedChanged.connect((_, connected) => states.push(connected));
    sockets[0]?.accept();
    sockets[0]?.close();
    expect(states).toEqual([true, false]);
  });

  it('does not reconnect after it has been disposed', () => {
    stream.dispose();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});
