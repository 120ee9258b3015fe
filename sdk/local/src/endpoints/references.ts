import { parseAssetReference } from 'carry-ml/arm';
import { computeNamed, type Compute } from '../jobs/compute.js';
import type { DeploymentProperties } from '../schemas/deployment-schema.js';
import { pinnedId, type AssetSources } from '../store/asset-finder.js';
import type { AssetKindName } from '../store/stores-by-kind.js';
import { fail } from './errors.js';

export interface ReferenceDeps extends AssetSources {
  computes: () => Compute[];
}

/** Checks that the assets and computes which a deployment names are in the workspace. Other values, such as URIs, are accepted unchecked. */
export class References {
  constructor(private readonly deps: ReferenceDeps) {}

  /** The id, with a label replaced by the version that it refers to now. */
  asset<T extends string | null | undefined>(kind: AssetKindName, id: T): T | string {
    if (!id || !parseAssetReference(id, kind)) return id;
    const pinned = pinnedId(id, kind, this.deps);
    if (pinned === undefined) throw fail('DeploymentAssetUnknown', { id, kind });
    return pinned;
  }

  /** The environment and the code, which all kinds of deployments have. */
  shared({ environmentId, codeConfiguration }: DeploymentProperties) {
    return {
      environmentId: this.asset('environments', environmentId),
      codeConfiguration: codeConfiguration && {
        ...codeConfiguration,
        codeId: this.asset('codes', codeConfiguration.codeId)
      }
    };
  }

  compute(id: unknown): void {
    const name = /^(?:azureml:|.*\/computes\/)([^/]+)$/i.exec(String(id))?.[1];
    if (name === undefined) return;
    const computes = this.deps.computes();
    if (!computeNamed(computes, name))
      throw fail('DeploymentComputeUnknown', {
        name,
        known: computes.map(compute => compute.name)
      });
  }
}
