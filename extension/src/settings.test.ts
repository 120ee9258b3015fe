import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as settings from './settings.js';

const folder = new URL('../schema/', import.meta.url);

interface Schema {
  properties: Record<string, { title?: string; description?: string; default: unknown }>;
}

const read = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Schema;

describe('the settings', () => {
  it.each([
    ['sidebar.json', settings.SIDEBAR_DEFAULTS],
    ['submit.json', settings.SUBMIT_DEFAULTS],
    ['jobs.json', settings.RUNS_DEFAULTS],
    ['models.json', settings.MODELS_DEFAULTS],
    ['status.json', settings.STATUS_DEFAULTS]
  ])('of %s have the defaults of the schema', (name, defaults) => {
    const declared = Object.entries(read(name).properties).map(([key, one]) => [key, one.default]);
    expect(Object.fromEntries(declared)).toEqual(defaults);
  });

  it('have a title and a description each', () => {
    for (const name of readdirSync(folder)) {
      for (const { title, description } of Object.values(read(name).properties)) {
        expect(title, name).toMatch(/^[A-Z]/);
        expect(description, name).toMatch(/\.$/);
      }
    }
  });
});
