import type { TranslationBundle } from '@jupyterlab/translation';
import type { ApiError, Artifact } from '@carry-ml/bridge';
import { useState, type ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';
import { Notice } from '../../parts/notice.js';
import { fileTree, type Folder } from './file-tree.js';
import { MAX_PROXIED_BYTES, type JobActions } from './job-actions.js';

/** The images that a browser shows; the bridge sends these with their type. */
const IMAGE = /\.(?:png|jpe?g|gif|webp|svg)$/i;
/** A larger image is shown by a click only. */
const MAX_PREVIEW_BYTES = 5_000_000;

interface Props {
  actions: Pick<JobActions, 'open' | 'fileUrl' | 'download'>;
  trans: TranslationBundle;
}

/** The files of a run as a tree: images are shown, every file can be opened as a copy or downloaded. Null until they are loaded. */
export function JobFiles(
  props: Props & {
    files: readonly Artifact[] | null;
    /** Why they cannot be listed, or not again. */
    error: ApiError | null;
    onRetry: () => void;
    /** Opens the form that registers some of the files, also where the run says nothing of a model. */
    onRegister: () => void;
  }
): ReactNode {
  const { files, error, onRegister, onRetry, trans } = props;
  if (error !== null) {
    return (
      <Notice kind="error">
        <p>{error.message}</p>
        <button type="button" className="carry-Link" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      </Notice>
    );
  }
  if (files === null) return <p className="carry-Hint">{trans.__('Loading the files…')}</p>;
  if (files.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has no files yet.')}</p>;
  }
  return (
    <>
      <button type="button" className="carry-Link carry-FileTree-register" onClick={onRegister}>
        {trans.__('Register a model from these files…')}
      </button>
      <div className="carry-FileTree carry-Scroll">
        <FileTree {...props} files={files} />
      </div>
    </>
  );
}

/** Files as a tree, as those of a run or of a model. */
export function FileTree({ files, ...props }: Props & { files: readonly Artifact[] }): ReactNode {
  return <Content {...props} folder={fileTree(files)} />;
}

function Content({ folder, ...props }: Props & { folder: Folder }): ReactNode {
  return (
    <ul className="carry-FileTree-list">
      {folder.folders.map(one => (
        <li key={`${one.name}/`}>
          <details open={one.count <= 20}>
            <summary className="carry-FileTree-folder">
              <span className="carry-FileTree-name">{one.name}/</span>
              <span className="carry-FileTree-size">
                {props.trans._n('%1 file', '%1 files', one.count)}, {fileSize(one.bytes)}
              </span>
            </summary>
            <Content {...props} folder={one} />
          </details>
        </li>
      ))}
      {folder.files.map(file => (
        <li key={file.path}>
          <File {...props} file={file} />
        </li>
      ))}
    </ul>
  );
}

function File({ file, actions, trans }: Props & { file: Artifact }): ReactNode {
  const { path, size } = file;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isImage = IMAGE.test(name) && (size ?? Infinity) <= MAX_PREVIEW_BYTES;
  return (
    <>
      <div className="carry-FileTree-file">
        <button
          type="button"
          className="carry-Link carry-FileTree-name"
          title={trans.__('Open a copy of %1', path)}
          onClick={() => {
            actions.open(path);
          }}
        >
          {name}
        </button>
        <span className="carry-FileTree-size">{size === undefined ? '' : fileSize(size)}</span>
        <Download file={file} name={name} actions={actions} trans={trans} />
      </div>
      {isImage && <Preview url={actions.fileUrl(path)} path={path} trans={trans} />}
    </>
  );
}

function Download(props: Props & { file: Artifact; name: string }): ReactNode {
  const { file, name, actions, trans } = props;
  const { path, size } = file;
  const label = trans.__('Download %1', path);
  if ((size ?? Infinity) > MAX_PROXIED_BYTES) {
    return (
      <button
        type="button"
        className="carry-Link"
        aria-label={label}
        onClick={() => {
          actions.download(path);
        }}
      >
        {trans.__('Download')}
      </button>
    );
  }
  return (
    <a className="carry-Link" href={actions.fileUrl(path)} download={name} aria-label={label}>
      {trans.__('Download')}
    </a>
  );
}

function Preview(props: { url: string; path: string; trans: TranslationBundle }): ReactNode {
  const { url, path, trans } = props;
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <p className="carry-Hint">{trans.__('This image cannot be shown.')}</p>;
  return (
    <img
      className="carry-FileTree-preview"
      src={url}
      alt={path}
      loading="lazy"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}
