import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import type { NamedText } from './job-options.js';
import { NamedTexts } from './named-texts.js';
import { withSecret } from './with-secret.js';
import type { WorkspaceSecrets } from './workspace-secrets.js';

/** Variables whose values are secrets: each row names a variable and the secret of the workspace that it gets. */
export function SecretRows(props: {
  rows: readonly NamedText[];
  secrets: WorkspaceSecrets;
  problem: (place: string) => string | null;
  onChange: (rows: NamedText[]) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { rows, secrets, problem, onChange, trans } = props;
  const { names, error } = secrets;
  const isUsed = rows.length > 0;
  useEffect(() => {
    if (isUsed) void secrets.read();
  }, [isUsed, secrets]);
  const store = async (): Promise<void> => {
    const name = await secrets.store();
    if (name !== null) onChange(withSecret(rows, name));
  };
  return (
    <>
      <NamedTexts
        place="/secrets"
        label={trans.__('Secrets')}
        add={trans.__('Add a secret')}
        valueName={trans.__('secret')}
        known={names ?? []}
        rows={rows}
        problem={problem}
        warning={({ value }) =>
          value === '' || names === null || names.includes(value)
            ? null
            : trans.__('The workspace has no secret of this name.')
        }
        onChange={onChange}
        trans={trans}
      />
      <button type="button" className="carry-Link carry-Rows-more" onClick={() => void store()}>
        {trans.__('Store a secret…')}
      </button>
      {error && <Notice kind="error">{error.message}</Notice>}
    </>
  );
}
