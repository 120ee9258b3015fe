import type { ModelRecord, ModelStore, ModelVersionRecord } from '../../store/model-store.js';
import { fail } from '../errors.js';

/** MLflow's stages in canonical spelling. MLflow has deprecated stages in favour of aliases, but clients still use them. */
export const stages = ['None', 'Staging', 'Production', 'Archived'] as const;
export type StageName = (typeof stages)[number];

/** Returns a stage by its case-insensitive name. */
export function stageNamed(name: string): StageName {
  const stage = stages.find(known => known.toLowerCase() === name.toLowerCase());
  if (!stage) throw fail('ModelStageUnknown', { stage: name, known: stages });
  return stage;
}

/** The model registry with MLflow's rules and errors. */
export class Registry {
  constructor(readonly models: ModelStore) {}

  model(name: string): ModelRecord {
    const model = this.models.container(name);
    if (!model) throw fail('RegisteredModelNotFound', { name });
    return model;
  }

  version(name: string, version: string): ModelVersionRecord {
    const found = this.models.getVersion(name, version);
    if (!found) throw fail('ModelVersionNotFound', { name, version });
    return found;
  }

  /** Returns the newest version in each of the requested stages, or in each stage if none is requested. */
  latest(name: string, stageNames: readonly string[] = []): ModelVersionRecord[] {
    const requested = stageNames.length ? stageNames.map(stageNamed) : undefined;
    const versions = this.models.selectVersions({
      where: { sql: 'v.name = ? AND NOT v.is_archived', args: [name] },
      order: 'CAST(v.version AS INTEGER), v.seq',
      limit: -1,
      offset: 0
    });
    const byStage = new Map<string, ModelVersionRecord>();
    // Newer versions replace older ones but keep their position, as in MLflow.
    for (const version of versions) byStage.set(version.stage, version);
    return [...byStage.values()].filter(
      version => !requested || requested.some(stage => stage === version.stage)
    );
  }

  /** Moves a version to a stage. With `archiveOthers`, the versions that were in this stage become Archived. */
  transition(
    name: string,
    version: string,
    stage: StageName,
    archiveOthers: boolean
  ): ModelVersionRecord {
    this.version(name, version);
    if (archiveOthers && stage !== 'Staging' && stage !== 'Production')
      throw fail('ModelStageNotExclusive', { stage });
    const others = archiveOthers
      ? this.models.selectVersions({
          where: {
            sql: 'v.name = ? AND v.version <> ? AND v.stage = ?',
            args: [name, version, stage]
          },
          order: 'v.seq',
          limit: -1,
          offset: 0
        })
      : [];
    for (const other of others)
      this.models.updateVersion(name, other.version, { stage: 'Archived' });
    return this.models.updateVersion(name, version, { stage }) as ModelVersionRecord;
  }
}
