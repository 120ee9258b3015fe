import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventMessage } from '../api.js';
import { app, jobs, made, useBridge } from '../bridge.test-support.js';

useBridge();

describe('/api/events', () => {
  let socket: WebSocket | undefined;
  let heard: EventMessage[];
  const last = <T extends EventMessage['type']>(type: T) =>
    heard.findLast((m): m is Extract<EventMessage, { type: T }> => m.type === type);

  beforeEach(async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    heard = [];
    const { port } = app.server.address() as AddressInfo;
    socket = new WebSocket(`ws://127.0.0.1:${port}/api/events`, {
      headers: { 'x-carry-bridge': 's' },
      origin: `http://127.0.0.1:${port}`
    });
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as EventMessage));
    await new Promise(resolve => socket?.once('open', resolve));
  });
  afterEach(() => socket?.terminate());

  it('pushes the jobs, and every change within two seconds', async () => {
    await vi.waitFor(() => {
      expect(last('jobs')?.jobs).toMatchObject([{ name: 'one', progress: { cell: 1, of: 3 } }]);
    });
    jobs[0] = { name: 'one', status: 'Running', cell: 2 };
    await vi.waitFor(
      () => {
        expect(last('jobs')?.jobs).toMatchObject([{ progress: { cell: 2, of: 3 } }]);
      },
      { timeout: 2000 }
    );
  });

  const until = (check: () => void) => vi.waitFor(check, { timeout: 3000 });

  it('reads a finished job once', async () => {
    jobs[0] = { name: 'one', status: 'Completed' };
    await vi.waitFor(
      () => {
        expect(made.asked.filter(what => what === 'list').length).toBeGreaterThan(2);
      },
      { timeout: 5000 }
    );
    expect(made.asked.filter(what => what === 'details one').length).toBeLessThanOrEqual(2);
  });

  it('pushes detail, log and curves of the job that the page shows', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ name: 'one', metrics: ['loss'] });
      expect(last('log')).toMatchObject({ job: 'one', start: 0, end: 6, text: 'hello\n' });
      const points = [
        [0, 3, 0],
        [1, 2, 0]
      ];
      expect(last('metrics')).toMatchObject({ job: 'one', series: [{ key: 'loss', points }] });
    });
  });

  it('explains why the job that the page shows waits', async () => {
    jobs[0] = { name: 'one', status: 'Queued', warning: 'Queued behind 2 runs.' };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ reason: 'Queued behind 2 runs.' });
    });
  });

  it('says why a job could not start its kernel, not how its command ended', async () => {
    const message = "The kernel 'ir' did not start: no such file. Install it again.";
    jobs[0] = { name: 'one', status: 'Failed', error: { name: 'JobRefused', message } };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ reason: message, error: message });
    });
  });

  it('names the cell of a failed job and its error', async () => {
    const error = { name: 'ValueError', message: 'bad shapes\nmore' };
    jobs[0] = { name: 'one', status: 'Failed', cell: 2, failedCell: 2, error };
    socket?.send(JSON.stringify({ type: 'watch', job: 'one' }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({
        reason: 'Code cell 2 of 3 failed: ValueError: bad shapes',
        error: 'ValueError: bad shapes\nmore',
        progress: { cell: 2, of: 3, failedCell: 2 }
      });
    });
  });

  it('continues the log at the offset of the page', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'one', logFrom: 3 }));
    await vi.waitFor(() => {
      expect(last('log')).toMatchObject({ start: 3, end: 6, text: 'lo\n' });
    });
  });

  it('reports that a run does not exist', async () => {
    socket?.send(JSON.stringify({ type: 'watch', job: 'gone' }));
    await vi.waitFor(() => {
      expect(last('trouble')).toMatchObject({ about: 'job', error: { code: 'NotFound' } });
    });
  });

  it('pushes runs that no job made among the jobs, newest first, and describes them', async () => {
    const id = 'a'.repeat(32);
    jobs[0] = { name: 'one', status: 'Completed', createdAt: 1 };
    jobs.unshift({
      name: id,
      status: 'Running',
      interactive: true,
      createdAt: 2,
      metrics: { x: [5] }
    });
    jobs.push({ name: 'b'.repeat(32), status: 'Completed', interactive: true, parent: id });
    await until(() => {
      const listed = last('jobs')?.jobs.map(({ name, kind, status }) => [name, kind, status]);
      expect(listed).toEqual([
        ['one', 'job', 'Completed'],
        [id, 'interactive', 'Running']
      ]);
    });
    socket?.send(JSON.stringify({ type: 'watch', job: id }));
    await vi.waitFor(() => {
      expect(last('job')?.job).toMatchObject({ name: id, experiment: 'e', metrics: ['x'] });
      expect(last('metrics')).toMatchObject({ job: id });
    });
    expect(last('trouble')).toBeUndefined();
    jobs[0] = { name: id, status: 'Failed', interactive: true };
    await until(() => {
      expect(last('jobs')?.jobs.map(({ status }) => status)).toContain('Failed');
      expect(last('job')?.job).toMatchObject({ finished: true });
    });
  });

  it('closes on an unknown message', async () => {
    const closed = new Promise<number>(resolve => socket?.once('close', resolve));
    socket?.send('{"type":"shutdown"}');
    expect(await closed).toBe(1008);
  });
});
