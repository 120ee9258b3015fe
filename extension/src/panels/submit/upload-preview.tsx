import type { TranslationBundle } from '@jupyterlab/translation';
import type { ApiError, SnapshotPreview } from '@carry-ml/bridge';
import { useRef, type ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';
import { Notice } from '../../parts/notice.js';
import { UploadTree } from './upload-tree.js';

interface Props {
  snapshot: SnapshotPreview;
  /** Path of the notebook, which is always uploaded. */
  notebook: string;
  /** The error of the last exclusion. */
  error: ApiError | null;
  /** Excludes a file, or a folder with a slash at its end. */
  onExclude: (path: string) => Promise<void>;
  trans: TranslationBundle;
}

/** The files that a submit uploads, warnings about them, and buttons that exclude them. */
export function UploadPreview(props: Props): ReactNode {
  const { snapshot, notebook, error, trans } = props;
  const heading = useRef<HTMLElement>(null);
  const onExclude = async (path: string): Promise<void> => {
    await props.onExclude(path);
    // The button that had the focus is gone with its file.
    heading.current?.focus();
  };
  return (
    <section className="carry-Section" aria-label={trans.__('Upload')}>
      <details className="carry-Details" open={snapshot.tooLarge !== null || undefined}>
        <summary ref={heading}>
          <span className="carry-Section-title">{trans.__('Upload')}</span>
          <span className="carry-Section-value">{summaryOf(snapshot, trans)}</span>
        </summary>
        <UploadTree
          entries={snapshot.entries}
          files={snapshot.files}
          own={notebook.slice(notebook.lastIndexOf('/') + 1)}
          showLargest={snapshot.tooLarge !== null}
          onExclude={path => void onExclude(path)}
          trans={trans}
        />
        <p className="carry-Hint">
          {trans.__(
            'All files of the folder “%1” are uploaded, except those listed in .amlignore.',
            snapshot.folder || '/'
          )}
        </p>
        <LeftOut snapshot={snapshot} trans={trans} />
      </details>
      {error && <Notice kind="error">{error.message}</Notice>}
      {snapshot.warnings.map(warning => (
        <Notice key={warning} kind="warning">
          {warning}
        </Notice>
      ))}
    </section>
  );
}

function summaryOf({ files, bytes, isComplete }: SnapshotPreview, trans: TranslationBundle) {
  const size = fileSize(bytes);
  return isComplete
    ? trans._n('%2 in %1 file', '%2 in %1 files', files, size)
    : trans.__('more than %1 in more than %2 files', size, files);
}

/** The files and folders that are left out, each with the rule that does so. */
function LeftOut({ snapshot, trans }: Pick<Props, 'snapshot' | 'trans'>): ReactNode {
  const { leftOut, leftOutBy } = snapshot;
  if (leftOut === 0) return null;
  const rest = leftOut - leftOutBy.length;
  return (
    <details className="carry-LeftOut">
      <summary>
        {trans._n('%1 file or folder is left out', '%1 files and folders are left out', leftOut)}
      </summary>
      <ul className="carry-UploadTree">
        {leftOutBy.map(({ path, rule }) => (
          <li key={path} className="carry-UploadTree-row">
            <span className="carry-UploadTree-name" title={path}>
              {path}
            </span>
            <span className="carry-FileList-size">
              {rule === null ? trans.__('never uploaded') : trans.__('by %1', rule)}
            </span>
          </li>
        ))}
        {rest > 0 && <li className="carry-mod-faint">{trans.__('and %1 more', rest)}</li>}
      </ul>
    </details>
  );
}
