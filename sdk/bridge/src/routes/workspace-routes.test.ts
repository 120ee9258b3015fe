import { describe, expect, it } from 'vitest';
import { get, setReachable, useBridge } from '../bridge.test-support.js';

useBridge();

describe('the choices of the form', () => {
  it('are the computes with their slots, and the environments', async () => {
    expect((await get('/api/computes')).json()).toEqual([
      { name: 'cpu', type: 'AmlCompute', state: 'Succeeded', description: '', slots: 2 },
      { name: 'far', type: 'Kubernetes', state: 'Succeeded', description: '', slots: null }
    ]);
    expect((await get('/api/environments')).json()).toEqual([
      { name: 'torch', latestVersion: '3' }
    ]);
  });
});

describe('a workspace that cannot be reached', () => {
  it('is reported, and used again as soon as it is there', async () => {
    setReachable(false);
    const response = await get('/api/workspace');
    expect(response.statusCode).toBe(500);
    expect(response.json<{ error: { message: string } }>().error.message).toContain(
      'connection refused'
    );
    setReachable(true);
    expect((await get('/api/workspace')).json()).toMatchObject({ kind: 'local', name: 'w' });
  });
});
