import type { TranslationBundle } from '@jupyterlab/translation';
import type { Missing } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import type { JobOptions } from './job-options.js';

/** Warnings about what the cells need and the job would not have. A variable of the options, or a secret, is not missing. */
export function MissingNotices(props: {
  missing: readonly Missing[];
  options: JobOptions;
  onAddVariable: (name: string) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { missing, options, onAddVariable, trans } = props;
  const given = [...options.variables, ...options.secrets].map(({ name }) => name.trim());
  return missing
    .filter(({ kind, name }) => kind !== 'variable' || !given.includes(name))
    .map(one => (
      <Notice key={`${one.kind} ${one.name}`} kind="warning">
        {textOf(one, trans)}{' '}
        {one.kind === 'variable' && (
          <button
            type="button"
            className="carry-Link"
            onClick={() => {
              onAddVariable(one.name);
            }}
          >
            {trans.__('Set %1', one.name)}
          </button>
        )}
      </Notice>
    ));
}

function textOf({ kind, name, cell }: Missing, trans: TranslationBundle): string {
  switch (kind) {
    case 'file':
      return trans.__('Code cell %1 reads “%2”, which is not uploaded.', cell, name);
    case 'module':
      return trans.__('Code cell %1 imports “%2”, which is not uploaded.', cell, name);
    case 'variable':
      return trans.__(
        'Code cell %1 reads the environment variable %2, which the job does not have.',
        cell,
        name
      );
  }
}
