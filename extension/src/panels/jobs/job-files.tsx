import type { TranslationBundle } from '@jupyterlab/translation';
import type { Artifact } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';

/** The files of a run; a click opens a copy. Null until they are loaded. */
export function JobFiles(props: {
  files: readonly Artifact[] | null;
  onOpen: (path: string) => void;
  /** Opens the form that registers some of the files, also where the run says nothing of a model. */
  onRegister: () => void;
  trans: TranslationBundle;
}): ReactNode {
  const { files, onOpen, onRegister, trans } = props;
  if (files === null) return <p className="carry-Hint">{trans.__('Loading the files…')}</p>;
  if (files.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has no files yet.')}</p>;
  }
  return (
    <>
      <button type="button" className="carry-Link carry-FileList-register" onClick={onRegister}>
        {trans.__('Register a model from these files…')}
      </button>
      <Files files={files} onOpen={onOpen} trans={trans} />
    </>
  );
}

function Files(props: {
  files: readonly Artifact[];
  onOpen: (path: string) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { files, onOpen, trans } = props;
  return (
    <ul className="carry-FileList carry-Scroll">
      {files.map(({ path, size }) => (
        <li key={path}>
          <button
            type="button"
            className="carry-Link carry-FileList-path"
            title={trans.__('Open a copy of %1', path)}
            onClick={() => {
              onOpen(path);
            }}
          >
            {path}
          </button>
          <span className="carry-FileList-size">{size === undefined ? '' : fileSize(size)}</span>
        </li>
      ))}
    </ul>
  );
}
