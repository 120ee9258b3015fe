import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';

/** The settings of a plugin by name; each is declared in its schema with the same default. */
export type SettingValues = Record<string, boolean | number | string>;

/** The user's settings of a plugin, typed, and as they are now: those of the settings editor act at once. */
export class UserSettings<T extends SettingValues> {
  private readonly _changed = new Signal<this, void>(this);
  private current: Readonly<T>;
  private loaded: ISettingRegistry.ISettings | null = null;

  /** Has the defaults until the settings are loaded; always without a registry. */
  constructor(
    private readonly defaults: T,
    registry?: ISettingRegistry | null,
    plugin = ''
  ) {
    this.current = defaults;
    void registry?.load(plugin).then(loaded => {
      this.loaded = loaded;
      loaded.changed.connect(this._onChanged, this);
      this._onChanged();
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The same object until a setting changes. */
  get values(): Readonly<T> {
    return this.current;
  }

  /** Changes a setting, and saves it for the next time. */
  async set<K extends keyof T & string>(name: K, value: T[K]): Promise<void> {
    this.current = { ...this.current, [name]: value };
    this._changed.emit();
    await this.loaded?.set(name, value);
  }

  private _onChanged(): void {
    const { loaded } = this;
    const read = Object.entries(this.defaults).map(([name, initial]) => {
      const value: unknown = loaded?.get(name).composite;
      return [name, typeof value === typeof initial ? value : initial];
    });
    this.current = Object.fromEntries(read) as T;
    this._changed.emit();
  }
}
