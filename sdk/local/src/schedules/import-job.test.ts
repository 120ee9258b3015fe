import { describe, expect, it } from 'vitest';
import { importJob } from './import-job.js';

const definition = {
  assetName: 'sales',
  dataUri: 'azureml://datastores/d/paths/sales/',
  source: { sourceType: 'file_system', connection: 'azureml:raw', path: 'x' }
};
const jobOf = (dataImportDefinition: object) =>
  importJob({ actionType: 'ImportData', dataImportDefinition });

describe('the job of a schedule that imports data', () => {
  it('imports to a folder of its own and registers the data asset', () => {
    expect(jobOf(definition).jobs).toEqual({
      data_import_sales: {
        type: 'data_transfer',
        task: 'import_data',
        componentId:
          'azureml://registries/azureml/components/import_data_file_system/versions/0.0.1',
        source: { type: 'file_system', connection: 'azureml:raw', path: 'x' },
        outputs: {
          sink: {
            job_output_type: 'uri_folder',
            uri: 'azureml://datastores/d/paths/sales/${{name}}',
            name: 'sales'
          }
        }
      }
    });
  });

  it('keeps a folder that has the name of the job already', () => {
    const dataUri = 'azureml://datastores/d/paths/${{name}}/sales';
    const [step] = Object.values(jobOf({ ...definition, dataUri }).jobs ?? {});
    expect(step?.outputs).toMatchObject({ sink: { uri: dataUri } });
  });

  it('needs a source', () => {
    expect(() => jobOf({ ...definition, source: undefined })).toThrow('needs an assetName');
  });
});
