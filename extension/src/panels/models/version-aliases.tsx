import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelVersionDetail } from '@carry-ml/bridge';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { VersionModel } from './version-model.js';

interface Props {
  one: VersionModel;
  detail: ModelVersionDetail;
  trans: TranslationBundle;
}

/** The aliases of a version, each with a button that removes it, and a field that adds one or moves it here. */
export function VersionAliases({ one, detail, trans }: Props): ReactNode {
  const [alias, setAlias] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await one.setAlias(alias.trim())) setAlias('');
    field.current?.focus();
  };
  return (
    <>
      {detail.aliases.length > 0 && (
        <ul className="carry-Aliases">
          {detail.aliases.map(name => (
            <li key={name} className="carry-Chip">
              @{name}
              <button
                type="button"
                className="carry-Rows-remove"
                title={trans.__('Remove')}
                aria-label={trans.__('Remove the alias %1', name)}
                disabled={one.busy}
                onClick={() => {
                  field.current?.focus();
                  void one.removeAlias(name);
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className="carry-Aliases-form" onSubmit={event => void add(event)}>
        <input
          ref={field}
          className="carry-Input"
          aria-label={trans.__('New alias')}
          placeholder={trans.__('champion')}
          spellCheck={false}
          value={alias}
          onChange={event => {
            setAlias(event.target.value);
          }}
        />
        <button
          type="submit"
          className="carry-Button"
          disabled={one.busy || alias.trim() === ''}
          title={trans.__('An alias of another version moves to this one.')}
        >
          {trans.__('Set alias')}
        </button>
      </form>
    </>
  );
}
