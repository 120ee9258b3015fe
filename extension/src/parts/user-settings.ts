import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';

/** The settings of a plugin by name; each is declared in its schema with the same default. */
export type SettingValues = Record<string, boolean | number | string>;

/** The user's settings of a plugin, typed, and as they are now: those of the settings editor act at once. */
export class UserSettings<T extends SettingValues> {
  private readonly _changed = new Signal<this, void>(this);
  private readonly loading: Promise<ISettingRegistry.ISettings | null>;
  private loaded: ISettingRegistry.ISettings | null = null;
  private current: Readonly<T>;
  /** Values that are being saved; they take precedence over what the registry has. */
  private readonly unsaved = new Map<string, unknown>();

  /** Has the defaults until the settings are loaded; always without a registry. */
  constructor(
    private readonly defaults: T,
    registry?: ISettingRegistry | null,
    private readonly plugin = ''
  ) {
    this.current = defaults;
    this.loading = this.load(registry);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The same object until a setting changes. */
  get values(): Readonly<T> {
    return this.current;
  }

  /** Changes a setting, and saves it for the next time; one that cannot be saved acts in this page alone. */
  async set<K extends keyof T & string>(name: K, value: T[K]): Promise<void> {
    this.unsaved.set(name, value);
    this.current = { ...this.current, [name]: value };
    this._changed.emit();
    try {
      await (await this.loading)?.set(name, value);
    } catch (e) {
      logError(`The setting '${name}' of '${this.plugin}' could not be saved.`, e);
    } finally {
      if (this.unsaved.get(name) === value) this.unsaved.delete(name);
    }
  }

  private async load(
    registry?: ISettingRegistry | null
  ): Promise<ISettingRegistry.ISettings | null> {
    if (!registry) return null;
    try {
      this.loaded = await registry.load(this.plugin);
    } catch (e) {
      logError(`The settings of '${this.plugin}' could not be loaded.`, e);
      return null;
    }
    this.loaded.changed.connect(this._onChanged, this);
    this._onChanged();
    return this.loaded;
  }

  private _onChanged(): void {
    const { loaded, unsaved } = this;
    const read = Object.entries(this.defaults).map(([name, initial]) => {
      const value: unknown = unsaved.has(name) ? unsaved.get(name) : loaded?.get(name).composite;
      return [name, typeof value === typeof initial ? value : initial];
    });
    this.current = Object.fromEntries(read) as T;
    this._changed.emit();
  }
}

/** Logs a failure that the user can do nothing about, as JupyterLab does for settings. */
function logError(message: string, error: unknown): void {
  // eslint-disable-next-line no-console
  console.error(message, error);
}
