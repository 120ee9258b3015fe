import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UserSettings } from './user-settings.js';

const defaults = { wrap: false, seconds: 5, name: '' };

/** A registry of one plugin, whose settings are an object of the test. */
function registryOf(stored: Record<string, unknown>) {
  const settings = {
    changed: new Signal<object, void>({}),
    get: (name: string) => ({ composite: stored[name] }),
    set: vi.fn((name: string, value: unknown) => {
      stored[name] = value;
      settings.changed.emit();
      return Promise.resolve();
    })
  };
  const registry = { load: () => Promise.resolve(settings) } as unknown as ISettingRegistry;
  return { registry, settings };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('settings', () => {
  it('are the defaults until they are loaded, and without a registry', () => {
    expect(new UserSettings(defaults).values).toEqual(defaults);
    expect(new UserSettings(defaults, registryOf({ wrap: true }).registry).values).toEqual(
      defaults
    );
  });

  it('follow what the user changes elsewhere', async () => {
    const stored: Record<string, unknown> = { wrap: true };
    const { registry, settings } = registryOf(stored);
    const read = new UserSettings(defaults, registry, 'p');
    await vi.waitFor(() => {
      expect(read.values.wrap).toBe(true);
    });
    const before = read.values;
    expect(read.values).toBe(before);
    stored.seconds = 60;
    settings.changed.emit();
    expect(read.values).toEqual({ wrap: true, seconds: 60, name: '' });
  });

  it('have the default for a value of another type', async () => {
    const { registry } = registryOf({ wrap: 'yes', seconds: null, name: 'n' });
    const read = new UserSettings(defaults, registry, 'p');
    await vi.waitFor(() => {
      expect(read.values).toEqual({ ...defaults, name: 'n' });
    });
  });

  it('are saved, and act at once', async () => {
    const { registry, settings } = registryOf({});
    const read = new UserSettings(defaults, registry, 'p');
    await Promise.resolve();
    const saving = read.set('wrap', true);
    expect(read.values.wrap).toBe(true);
    await saving;
    expect(settings.set).toHaveBeenCalledWith('wrap', true);
  });

  it('that are set before they are loaded are kept and saved', async () => {
    const stored: Record<string, unknown> = { wrap: false, name: 'n' };
    const { registry, settings } = registryOf(stored);
    const read = new UserSettings(defaults, registry, 'p');
    const seen: boolean[] = [];
    read.changed.connect(() => seen.push(read.values.wrap));
    await read.set('wrap', true);
    expect(settings.set).toHaveBeenCalledWith('wrap', true);
    expect(read.values).toEqual({ wrap: true, seconds: 5, name: 'n' });
    expect(seen).not.toContain(false);
  });

  it('that cannot be saved act in this page, until they are changed elsewhere', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stored: Record<string, unknown> = {};
    const { registry, settings } = registryOf(stored);
    const read = new UserSettings(defaults, registry, 'p');
    const error = new Error('read-only');
    settings.set.mockRejectedValue(error);
    await read.set('seconds', 9);
    expect(read.values.seconds).toBe(9);
    expect(log).toHaveBeenCalledWith("The setting 'seconds' of 'p' could not be saved.", error);
    stored.seconds = 60;
    settings.changed.emit();
    expect(read.values.seconds).toBe(60);
  });

  it('that cannot be loaded are the defaults, and can be set', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const error = new Error('no such plugin');
    const registry = { load: () => Promise.reject(error) } as unknown as ISettingRegistry;
    const read = new UserSettings(defaults, registry, 'p');
    await read.set('wrap', true);
    expect(log).toHaveBeenCalledWith("The settings of 'p' could not be loaded.", error);
    expect(read.values).toEqual({ ...defaults, wrap: true });
  });
});
