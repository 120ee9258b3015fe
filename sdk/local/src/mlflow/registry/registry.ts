import type { ModelRecord, ModelStore, ModelVersionRecord } from '../../store/models.js';
import { fail } from '../errors.js';

/** MLflow's stages, as they are written. Deprecated there in favour of aliases, but in use. */
export const stages = ['None', 'Staging', 'Production', 'Archived'] as const;
export type StageName = (typeof stages)[number];

/** A stage by its name in any case. */
export function stageNamed(name: string): StageName {
  const stage = stages.find(known => known.toLowerCase() === name.toLowerCase());
  if (!stage) throw fail('ModelStageUnknown', { stage: name, known: stages });
  return stage;
}

/** The registry with MLflow's rules and errors. */
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

  /** The newest version in each stage, of the stages asked for or of all. */
  latest(name: string, wanted: readonly string[] = []): ModelVersionRecord[] {
    const asked = wanted.length ? wanted.map(stageNamed) : undefined;
    const versions = this.models.selectVersions({
      where: { sql: 'v.name = ? AND NOT v.is_archived', args: [name] },
      order: 'CAST(v.version AS INTEGER), v.seq',
      limit: -1,
      offset: 0
    });
    const byStage = new Map<string, ModelVersionRecord>();
    // Newer ones take the place of older ones, which decide the order, as in MLflow.
    for (const version of versions) byStage.set(version.stage, version);
    return [...byStage.values()].filter(version => !asked || asked.some(s => s === version.stage));
  }

  /** Moves a version to a stage; with `archiveOthers` those that were in it become Archived. */
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
