import { expect, it } from 'vitest';
import { get, made, post, useBridge } from '../bridge.test-support.js';

useBridge();

it('stores a secret, and tells only names', async () => {
  expect((await get('/api/secrets')).json()).toEqual([]);
  await post('/api/secrets', { name: 'b', value: 'hush' });
  const response = await post('/api/secrets', { name: 'a', value: 'hush' });
  expect(response.json()).toEqual(['a', 'b']);
  expect((await get('/api/secrets')).json()).toEqual(['a', 'b']);
  expect(made.secrets.get('b')).toBe('hush');
});

it('refuses an empty one', async () => {
  expect((await post('/api/secrets', { name: 'a', value: '' })).statusCode).toBe(400);
  expect(made.secrets.size).toBe(0);
});
