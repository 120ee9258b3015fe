import type { TranslationBundle } from '@jupyterlab/translation';
import type { ApiError, SnapshotPreview } from '@carry-ml/bridge';
import { useRef, type ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';
import { Notice } from '../../parts/notice.js';

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

/** The files that a submit uploads, warnings about them, and buttons that exclude the largest. */
export function UploadPreview(props: Props): ReactNode {
  const { snapshot, error, trans } = props;
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
        <Largest {...props} onExclude={onExclude} />
        <p className="carry-Hint">
          {trans.__(
            'All files of the folder “%1” are uploaded, except those listed in .amlignore.',
            snapshot.folder || '/'
          )}{' '}
          {snapshot.leftOut > 0 &&
            trans._n(
              '%1 file or folder is left out.',
              '%1 files and folders are left out.',
              snapshot.leftOut
            )}
        </p>
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

function Largest({ snapshot, notebook, onExclude, trans }: Props): ReactNode {
  const { files, largest, isComplete } = snapshot;
  const rest = files - largest.length;
  const own = notebook.slice(notebook.lastIndexOf('/') + 1);
  return (
    <ul className="carry-FileList carry-mod-upload">
      {largest.map(file => (
        <li key={file.path}>
          <span className="carry-FileList-path" title={file.path}>
            {file.path}
          </span>
          <span className="carry-FileList-size">{fileSize(file.bytes)}</span>
          {file.path !== own && <Exclude path={file.path} onExclude={onExclude} trans={trans} />}
        </li>
      ))}
      {rest > 0 && isComplete && (
        <li className="carry-mod-faint">
          {trans._n('and %1 smaller file', 'and %1 smaller files', rest)}
        </li>
      )}
    </ul>
  );
}

/** Buttons that exclude a file, and the folder that it is in. */
function Exclude(props: {
  path: string;
  onExclude: (path: string) => Promise<void>;
  trans: TranslationBundle;
}): ReactNode {
  const { path, onExclude, trans } = props;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return (
    <>
      <button
        type="button"
        className="carry-Link"
        aria-label={trans.__('Exclude %1 from the upload', path)}
        onClick={() => void onExclude(path)}
      >
        {trans.__('Exclude')}
      </button>
      {folder !== '' && (
        <button
          type="button"
          className="carry-Link"
          aria-label={trans.__('Exclude the folder %1 from the upload', folder)}
          onClick={() => void onExclude(folder)}
        >
          {trans.__('Exclude folder')}
        </button>
      )}
    </>
  );
}
