import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { handleInTurns } from './large-requests.js';

/** Returns the order of the steps of a request and of other work that was waiting before each. */
async function stepsOf(bytes: number): Promise<string[]> {
  const steps: string[] = [];
  const step = (name: string) => {
    steps.push(name);
    setImmediate(() => steps.push('other work'));
  };
  const app = fastify();
  app.addHook('preParsing', (_request, _reply, payload, done) => {
    payload.once('end', () => {
      step('parsed');
    });
    done(null, payload);
  });
  handleInTurns(app);
  app.put('/', request => {
    step('handled');
    return request.body;
  });
  app.addHook('onSend', (_request, _reply, payload, done) => {
    steps.push('sent');
    done(null, payload);
  });
  await app.inject({ method: 'PUT', url: '/', payload: { text: 'x'.repeat(bytes) } });
  return steps;
}

describe('between the steps of a request', () => {
  it('other work has its turn if the body is large', async () => {
    const [first, second, ...rest] = (await stepsOf(300_000)).slice(0, 5);
    expect([first, second]).toEqual(['parsed', 'other work']);
    expect(rest).toEqual(['handled', 'other work', 'sent']);
  });

  it('there is no other turn if the body is small', async () => {
    expect((await stepsOf(1000)).slice(0, 3)).toEqual(['parsed', 'handled', 'sent']);
  });
});
