import { describe, expect, it } from 'vitest';
import { MetricBuffer, type PendingMetric } from './metric-buffer.js';

const metric = (step: number): PendingMetric => ({ key: 'k', value: step, timestamp: 0, step });

describe('MetricBuffer', () => {
  it('keeps values that could not be sent, warns, and sends them once the next time', async () => {
    const sent: number[] = [];
    let down = true;
    const buffer = new MetricBuffer(metrics => {
      if (down) return Promise.reject(new Error('down'));
      sent.push(...metrics.map(m => m.step));
      return Promise.resolve();
    });
    buffer.add([metric(1), metric(2)]);
    await expect(buffer.flush()).rejects.toThrow('down');
    down = false;
    buffer.add([metric(3)]);
    await buffer.flush();
    await buffer.flush();
    expect(sent).toEqual([1, 2, 3]);
  });

  it('sends one request at a time, also when several flush', async () => {
    let open = 0;
    let most = 0;
    const sent: number[] = [];
    const buffer = new MetricBuffer(async metrics => {
      most = Math.max(most, ++open);
      await new Promise(resolve => setImmediate(resolve));
      sent.push(...metrics.map(m => m.step));
      open--;
    });
    buffer.add(Array.from({ length: 1500 }, (_, i) => metric(i)));
    const first = buffer.flush();
    buffer.add([metric(1500)]);
    await Promise.all([first, buffer.flush()]);
    expect(most).toBe(1);
    expect(sent).toEqual(Array.from({ length: 1501 }, (_, i) => i));
  });
});
