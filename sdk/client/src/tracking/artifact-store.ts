import type { RequestOptions } from '../arm/client/index.js';
import type { ArtifactOwner, ArtifactStore, HistoryService } from './artifacts.js';
import { historyArtifacts } from './artifacts-history.js';
import { proxiedArtifacts } from './artifacts-proxied.js';
import { fail } from './errors.js';
import type { Mlflow } from './mlflow.js';

/** Opens the artifact store of a run by the scheme of its artifact URI. */
export async function artifactStore(
  run: ArtifactOwner,
  mlflow: Mlflow,
  history: ((options: RequestOptions) => Promise<HistoryService>) | undefined
): Promise<ArtifactStore> {
  const { artifactUri: uri } = run;
  if (uri.startsWith('mlflow-artifacts:')) return proxiedArtifacts(run, mlflow);
  if (uri.startsWith('azureml:') && history)
    return historyArtifacts(run, await history({ signal: mlflow.signal }));
  throw fail('ArtifactStoreUnsupported', { uri }, { target: run.id });
}
