import type { TranslationBundle } from '@jupyterlab/translation';
import type { SnapshotPreview } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';
import { Notice } from '../../parts/notice.js';

/** The files that a submit uploads, and warnings about them. */
export function UploadPreview(props: {
  snapshot: SnapshotPreview;
  trans: TranslationBundle;
}): ReactNode {
  const { snapshot, trans } = props;
  const { files, bytes, largest, warnings } = snapshot;
  const summary = trans._n('%2 in %1 file', '%2 in %1 files', files, fileSize(bytes));
  return (
    <section className="carry-Section" aria-label={trans.__('Upload')}>
      <details className="carry-Details">
        <summary>
          <span className="carry-Section-title">{trans.__('Upload')}</span>
          <span className="carry-Section-value">{summary}</span>
        </summary>
        <ul className="carry-FileList">
          {largest.map(file => (
            <li key={file.path}>
              <span className="carry-FileList-path" title={file.path}>
                {file.path}
              </span>
              <span className="carry-FileList-size">{fileSize(file.bytes)}</span>
            </li>
          ))}
          {files > largest.length && (
            <li className="carry-mod-faint">
              {trans._n('and %1 smaller file', 'and %1 smaller files', files - largest.length)}
            </li>
          )}
        </ul>
        <p className="carry-Hint">
          {trans.__(
            'All files of the folder “%1” are uploaded, except those listed in .amlignore.',
            snapshot.folder || '/'
          )}
        </p>
      </details>
      {warnings.map(warning => (
        <Notice key={warning} kind="warning">
          {warning}
        </Notice>
      ))}
    </section>
  );
}
