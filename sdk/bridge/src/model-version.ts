import type { ModelVersion, Workspace } from 'carry-ml';
import { printable } from 'carry-ml/errors';
import type { Looked, ModelVersionDetail, ModelVersionInfo } from './api.js';
import { asCarryError, errorBody } from './error-body.js';
import { predictionForm } from './prediction/prediction-form.js';
import type { RunMetrics } from './run-metrics.js';

/** The most versions whose runs are read for a list. */
const MAX_MEASURED = 50;

/** Lists the versions of a model, newest first, archived ones too. */
export async function listVersions(
  ws: Workspace,
  name: string,
  runMetrics: RunMetrics
): Promise<ModelVersionInfo[]> {
  const [versions, aliases] = await Promise.all([
    ws.models.versions(name, { includeArchived: true }).all(),
    ws.models.aliases(name)
  ]);
  return Promise.all(
    versions.map(async (version, at) => {
      const { run } = version;
      const measured =
        run === undefined || at >= MAX_MEASURED ? null : await runMetrics.read(ws, run);
      return { ...describe(version, aliases), metrics: measured?.metrics ?? null };
    })
  );
}

/** Describes a version for the detail view. */
export async function describeVersion(
  ws: Workspace,
  { name, version }: { name: string; version: string },
  runMetrics: RunMetrics
): Promise<ModelVersionDetail> {
  const [found, aliases] = await Promise.all([
    ws.models.get(name, version),
    ws.models.aliases(name)
  ]);
  const [measured, files, deployments, page] = await Promise.all([
    found.run === undefined ? null : runMetrics.read(ws, found.run),
    look(async () => (await ws.models.files(name, version)).list()),
    look(async () =>
      (await ws.models.deployments(name)).filter(one => one.version === found.version)
    ),
    ws.models.page(name, version)
  ]);
  const prediction = await look(async () =>
    files.found ? predictionForm(ws, found, files.found) : null
  );
  return {
    ...describe(found, aliases),
    metrics: measured?.metrics ?? null,
    runName: measured?.name ?? null,
    files,
    prediction,
    deployments,
    page
  };
}

/** Describes a version whose run is not read. */
export function describe(
  version: ModelVersion,
  aliases: Readonly<Record<string, string>> = {}
): ModelVersionInfo {
  return {
    name: version.name,
    version: version.version,
    type: version.type,
    description: version.description ?? '',
    tags: Object.entries(version.tags).map(([name, value]) => ({ name: printable(name), value })),
    aliases: Object.keys(aliases)
      .filter(alias => aliases[alias] === version.version)
      .sort(),
    isArchived: version.isArchived,
    createdAt: version.createdAt?.toISOString() ?? null,
    run: version.run ?? null,
    metrics: null,
    uri: version.uri
  };
}

/** Reads a part of a response that the user can do without. */
async function look<T>(read: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { found: await read(), error: null };
  } catch (e) {
    return { found: null, error: errorBody(asCarryError(e)).error };
  }
}
