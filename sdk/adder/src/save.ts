import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AdderCard } from './adder.js';
import { readMe } from './export/client.js';
import { MLFLOW_FILES, mlflowFiles } from './export/mlmodel.js';
import { toOnnx } from './export/onnx.js';
import { makeFolder } from './make-folder.js';

/** The files of a saved adder that `load` reads. `tf.loadLayersModel` reads the first two, also in a browser. */
export const FILES = {
  topology: 'model.json',
  weights: 'weights.bin',
  card: 'adder.json'
} as const;

/** Writes the files of an adder into a folder: those of TensorFlow.js, the card, and those of an MLflow model. */
export async function writeModel(
  model: LayersModel,
  card: AdderCard,
  folder: string
): Promise<void> {
  await makeFolder(folder);
  const write = (file: string, data: string | Uint8Array) => writeFile(join(folder, file), data);
  const toFolder = io.withSaveHandler(async artifacts => {
    const { modelTopology, weightSpecs: weights = [], weightData, format, generatedBy } = artifacts;
    const manifest = [{ paths: [FILES.weights], weights }];
    const topology = { format, generatedBy, modelTopology, weightsManifest: manifest };
    await write(FILES.weights, new Uint8Array(io.CompositeArrayBuffer.join(weightData)));
    await write(FILES.topology, JSON.stringify(topology));
    await write(FILES.card, JSON.stringify(card, null, 2) + '\n');
    return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
  });
  await model.save(toFolder);
  await write(MLFLOW_FILES.onnx, await toOnnx(model, card));
  for (const [file, text] of Object.entries(mlflowFiles(card, new Date()))) await write(file, text);
  await write('README.md', readMe(card));
}
