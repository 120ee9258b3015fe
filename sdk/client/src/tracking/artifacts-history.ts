import { withoutTrailingSlashes } from '../arm/index.js';
import type { Artifact, ArtifactOwner, ArtifactStore, HistoryService } from './artifacts.js';
import { artifactNotFound, orNotFound } from './artifacts-missing.js';

interface Listed {
  value?: { path: string; contentLength?: number | null }[];
  continuationToken?: string | null;
}

interface ContentInfo {
  artifactContentInformation?: Record<string, { contentUri?: string } | undefined>;
}

/**
 * Returns the artifact store of a run in an Azure ML workspace: run history returns a signed URL for each file, whose
 * content is transferred directly from and to the blob store.
 */
export function historyArtifacts(run: ArtifactOwner, history: HistoryService): ArtifactStore {
  const { connection, workspacePath, signal } = history;
  const blobs = connection.unsigned();
  const base = `/history/v1.0${workspacePath}/experiments/${run.experimentId}/runs/${run.id}/artifacts`;

  const all = async (): Promise<Artifact[]> => {
    const found: Artifact[] = [];
    let token: string | undefined;
    do {
      const query = { continuationToken: token };
      const page: Listed = await connection.read<Listed>({ path: base, query, signal });
      for (const { path, contentLength } of page.value ?? [])
        found.push({ path, isFolder: false, size: contentLength ?? undefined });
      token = page.continuationToken ?? undefined;
    } while (token);
    return found;
  };

  return {
    list: async folder => directlyIn(await all(), folder),
    files: async folder => below(await all(), folder).sort((a, b) => (a.path < b.path ? -1 : 1)),
    async put(path, source) {
      const info = await connection.read<ContentInfo>({
        signal,
        method: 'POST',
        path: `${base}/batch/metadata`,
        json: { paths: [{ path }] }
      });
      const url = info.artifactContentInformation?.[path]?.contentUri;
      if (!url) throw artifactNotFound(run, path);
      const headers = { 'x-ms-blob-type': 'BlockBlob', 'Content-Length': String(source.size) };
      await blobs.send({ method: 'PUT', url, content: source.open, headers, signal });
    },
    async get(path) {
      const info = await connection
        .read<{ contentUri?: string }>({ path: `${base}/contentinfo`, query: { path }, signal })
        .catch(orNotFound(run, path));
      if (!info.contentUri) throw artifactNotFound(run, path);
      const send = { url: info.contentUri, stream: true, signal, headers: { Accept: '*/*' } };
      const { stream } = await blobs.send(send).catch(orNotFound(run, path));
      if (!stream) throw artifactNotFound(run, path);
      return stream;
    }
  };
}

/** The files whose paths start with a folder. */
function below(files: readonly Artifact[], folder: string): Artifact[] {
  const prefix = prefixOf(folder);
  return files.filter(({ path }) => path.startsWith(prefix));
}

function prefixOf(folder: string): string {
  return folder ? `${withoutTrailingSlashes(folder)}/` : '';
}

/** Run history lists every file with its whole path; a folder is the common start of several paths. */
function directlyIn(files: readonly Artifact[], folder: string): Artifact[] {
  const prefix = prefixOf(folder);
  const found = new Map<string, Artifact>();
  for (const file of below(files, folder)) {
    const end = file.path.indexOf('/', prefix.length);
    const isFolder = end !== -1;
    const path = isFolder ? file.path.slice(0, end) : file.path;
    found.set(path, isFolder ? { path, isFolder } : file);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
