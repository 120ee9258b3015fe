import type { Artifact, ModelVersion, Workspace } from 'carry-ml';
import type { PredictionForm } from '../api.js';

/** The file that makes a folder an adder. */
const ADDER_CARD = 'adder.json';

/** Returns what the user has to enter for a prediction of a version; null if the model does not say. */
export async function predictionForm(
  ws: Workspace,
  { name, version }: Pick<ModelVersion, 'name' | 'version'>,
  files: readonly Artifact[]
): Promise<PredictionForm | null> {
  if (files.some(({ path }) => path === ADDER_CARD)) return { kind: 'sum' };
  const inputs = await ws.models.signature(name, version);
  return inputs === undefined ? null : { kind: 'inputs', inputs };
}
