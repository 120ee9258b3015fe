import { describe, expect, it } from 'vitest';
import type { Traffic } from '../schemas/endpoint-schema.js';
import { checkRouting, deploymentFor } from './traffic.js';

const check = (traffic: Traffic, mirrorTraffic: Traffic = {}) =>
  checkRouting('e', { traffic, mirrorTraffic }, ['Blue', 'green']);

describe('the traffic rules of an endpoint', () => {
  it.each<[string, Traffic]>([
    ['all to one', { Blue: 100 }],
    ['shares that make 100', { Blue: 90, green: 10 }],
    ['none', {}],
    ['zeros', { Blue: 0, green: 0 }]
  ])('may give %s', (_what, traffic) => {
    expect(check(traffic).traffic).toEqual(traffic);
  });

  it.each<[string, Traffic, RegExp]>([
    ['more than 100 in all', { Blue: 90, green: 20 }, /adds up to 110 percent/],
    ['less than 100 in all', { Blue: 90 }, /adds up to 90 percent/],
    ['less than nothing', { Blue: 150, green: -50 }, /'Blue' is 150 percent/],
    ['to who is not there', { red: 100 }, /no deployment 'red' .* it has: Blue, green/]
  ])('may not give %s', (_what, traffic, message) => {
    expect(() => check(traffic)).toThrow(message);
  });

  it('finds a deployment in any case', () => {
    expect(check({ blue: 100 }).traffic).toEqual({ Blue: 100 });
  });

  it('mirrors up to half of the traffic to one deployment without live traffic', () => {
    expect(check({ Blue: 100 }, { green: 50 }).mirrorTraffic).toEqual({ green: 50 });
    expect(() => check({ Blue: 100 }, { green: 51 })).toThrow(/51 percent of mirrored traffic/);
    expect(() => check({ Blue: 100 }, { Blue: 10 })).toThrow(/both live and mirrored/);
    expect(() => check({}, { Blue: 10, green: 10 })).toThrow(/'Blue' and 'green'/);
  });
});

describe('the deployment of a request', () => {
  it('is chosen in proportion to the traffic', () => {
    const traffic = { Blue: 90, green: 10 };
    const chosen = [0, 0.5, 0.899, 0.901, 0.999].map(random => deploymentFor(traffic, random));
    expect(chosen).toEqual(['Blue', 'Blue', 'Blue', 'green', 'green']);
  });

  it('is undefined when no deployment has traffic', () => {
    expect(deploymentFor({ Blue: 0 }, 0)).toBeUndefined();
    expect(deploymentFor({}, 0)).toBeUndefined();
  });
});
