import type { TranslationBundle } from '@jupyterlab/translation';
import type { UploadEntry } from '@carry-ml/bridge';
import { useState, type ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';

interface Props {
  entries: readonly UploadEntry[];
  /** The number of files in the folder of the entries, those included that are not listed. */
  files: number;
  /** Path of the notebook in its folder, which is always uploaded. */
  own: string;
  /** True to unfold the folder that is most of the size. */
  showLargest: boolean;
  onExclude: (path: string) => void;
  trans: TranslationBundle;
}

/** The files of an upload: folders are folded, and each entry has a button that excludes it. */
export function UploadTree(props: Props): ReactNode {
  const { entries, files, trans } = props;
  const rest = files - entries.reduce((sum, entry) => sum + entry.files, 0);
  return (
    <ul className="carry-UploadTree">
      {entries.map((entry, i) => (
        <Entry key={entry.path} {...props} entry={entry} isOpen={props.showLargest && i === 0} />
      ))}
      {rest > 0 && (
        <li className="carry-mod-faint">
          {trans._n('and %1 smaller file', 'and %1 smaller files', rest)}
        </li>
      )}
    </ul>
  );
}

function Entry(props: Props & { entry: UploadEntry; isOpen: boolean }): ReactNode {
  const { entry, own, onExclude, trans } = props;
  const { name, path, bytes, files, entries } = entry;
  const [isOpen, setOpen] = useState(props.isOpen);
  return (
    <li>
      <div className="carry-UploadTree-row">
        {entries === null ? (
          <span className="carry-UploadTree-name" title={path}>
            {name}
          </span>
        ) : (
          <button
            type="button"
            className="carry-UploadTree-name carry-mod-folder"
            aria-expanded={isOpen}
            title={trans._n('%2: %1 file', '%2: %1 files', files, path)}
            onClick={() => {
              setOpen(!isOpen);
            }}
          >
            {name}/
          </button>
        )}
        <span className="carry-FileList-size">{fileSize(bytes)}</span>
        {path !== own && (
          <button
            type="button"
            className="carry-Link"
            aria-label={
              entries === null
                ? trans.__('Exclude %1 from the upload', path)
                : trans.__('Exclude the folder %1 from the upload', path)
            }
            onClick={() => {
              onExclude(path);
            }}
          >
            {trans.__('Exclude')}
          </button>
        )}
      </div>
      {entries !== null && isOpen && <UploadTree {...props} entries={entries} files={files} />}
    </li>
  );
}
