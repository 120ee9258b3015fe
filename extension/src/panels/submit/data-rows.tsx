import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import { useEffect, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import type { NamedText } from './job-options.js';
import { NamedTexts } from './named-texts.js';
import type { WorkspaceReading } from './workspace-reading.js';

/** Data assets of the workspace: each row names a parameter and the asset whose path it gets. */
export function DataRows(props: {
  rows: readonly NamedText[];
  workspace: WorkspaceReading;
  parameters: readonly Parameter[];
  problem: (place: string) => string | null;
  onChange: (rows: NamedText[]) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { rows, workspace, parameters, problem, onChange, trans } = props;
  const isUsed = rows.length > 0;
  useEffect(() => {
    if (isUsed) void workspace.readData();
  }, [isUsed, workspace]);
  return (
    <>
      <NamedTexts
        place="/data"
        label={trans.__('Data assets')}
        add={trans.__('Add data for a parameter')}
        name={trans.__('parameter')}
        valueName={trans.__('asset:version')}
        names={parameters.map(({ name }) => name)}
        known={workspace.data.map(({ name, latestVersion }) =>
          latestVersion === null ? name : `${name}:${latestVersion}`
        )}
        rows={rows}
        problem={problem}
        warning={({ name }) =>
          name.trim() === '' || parameters.some(one => one.name === name.trim())
            ? null
            : trans.__('The notebook has no parameter of this name.')
        }
        onChange={onChange}
        trans={trans}
      />
      {workspace.dataError && <Notice kind="error">{workspace.dataError.message}</Notice>}
    </>
  );
}
