import { withoutTrailingSlashes } from 'carry-ml/arm';
import type { PipelineJob } from 'carry-ml/arm';
import type { Schedule } from '../schemas/schedule-schema.js';
import { fail } from './errors.js';

/** What a schedule imports, as Azure's clients send it; the contract does not define it. */
interface DataImport {
  assetName?: string;
  /** The folder of the datastore to which the data is copied. */
  dataUri?: string;
  description?: string;
  source?: { sourceType?: string; connection?: string; path?: string; query?: string };
}

/** The job of a schedule that imports data: as with an import without a schedule, a pipeline of one step, whose output is the data asset. */
export function importJob({ dataImportDefinition }: Schedule['action']): PipelineJob {
  const { assetName, dataUri, description, source } = (dataImportDefinition ?? {}) as DataImport;
  if (!assetName || !dataUri || !source)
    throw fail('ScheduleImportIncomplete', undefined, {
      target: 'properties.action.dataImportDefinition'
    });
  const name = `data_import_${assetName}`;
  const { sourceType: type, ...place } = source;
  // Each import has a folder of its own.
  const uri = dataUri.includes('${{name}}')
    ? dataUri
    : `${withoutTrailingSlashes(dataUri)}/\${{name}}`;
  return {
    jobType: 'Pipeline',
    experimentName: name,
    description,
    settings: { force_rerun: true },
    properties: { 'azureml.materializationAssetName': assetName },
    jobs: {
      [name]: {
        type: 'data_transfer',
        task: 'import_data',
        componentId: `azureml://registries/azureml/components/import_data_${type ?? 'file_system'}/versions/0.0.1`,
        source: { type, ...place },
        outputs: { sink: { job_output_type: 'uri_folder', uri, name: assetName } }
      }
    }
  };
}
