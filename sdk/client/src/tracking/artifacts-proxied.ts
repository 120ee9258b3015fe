import { withoutTrailingSlashes } from '../arm/index.js';
import type { Artifact, ArtifactOwner, ArtifactStore } from './artifacts.js';
import { artifactNotFound, orNotFound } from './artifacts-missing.js';
import type { Mlflow } from './mlflow.js';

interface ListAnswer {
  files?: { path: string; is_dir?: boolean; file_size?: number | string }[];
  next_page_token?: string;
}

/**
 * Returns the artifact store behind the tracking server's proxy: `mlflow-artifacts:/{path}` is served at
 * `{tracking server}/api/2.0/mlflow-artifacts/artifacts/{path}`, or on the host that the URI names, as in MLflow's own
 * client.
 */
export function proxiedArtifacts(run: ArtifactOwner, mlflow: Mlflow): ArtifactStore {
  const { host, pathname } = new URL(run.artifactUri);
  const base = new URL(mlflow.connection.endpoint);
  if (host) base.host = host;
  const root = `${withoutTrailingSlashes(base.href)}/api/2.0/mlflow-artifacts/artifacts${withoutTrailingSlashes(pathname)}`;
  const url = (path: string) => `${root}/${path.split('/').map(encodeURIComponent).join('/')}`;

  const list = async (folder: string): Promise<Artifact[]> => {
    const found: Artifact[] = [];
    let token: string | undefined;
    do {
      const page: ListAnswer = await mlflow.get<ListAnswer>('artifacts/list', {
        run_id: run.id,
        path: folder || undefined,
        page_token: token
      });
      found.push(...(page.files ?? []).map(toArtifact));
      token = page.next_page_token || undefined;
    } while (token);
    return found;
  };
  const files = async (folder: string): Promise<Artifact[]> => {
    const found: Artifact[] = [];
    for (const artifact of await list(folder)) {
      if (artifact.isFolder) found.push(...(await files(artifact.path)));
      else found.push(artifact);
    }
    return found;
  };

  return {
    list,
    files,
    async put(path, source) {
      const headers = {
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(source.size)
      };
      await mlflow.connection.send({
        signal: mlflow.signal,
        method: 'PUT',
        url: url(path),
        content: source.open,
        headers
      });
    },
    async get(path) {
      const { signal } = mlflow;
      const send = { url: url(path), stream: true, signal, headers: { Accept: '*/*' } };
      const { stream } = await mlflow.connection.send(send).catch(orNotFound(run, path));
      if (!stream) throw artifactNotFound(run, path);
      return stream;
    }
  };
}

function toArtifact(file: {
  path: string;
  is_dir?: boolean;
  file_size?: number | string;
}): Artifact {
  const { path, is_dir: isFolder = false, file_size: size } = file;
  return { path, isFolder, size: isFolder || size === undefined ? undefined : Number(size) };
}
