import type { TranslationBundle } from '@jupyterlab/translation';

/** Returns the words for the format of a model's files; a format of a newer service keeps its name. */
export function typeWord(type: string, trans: TranslationBundle): string {
  switch (type) {
    case 'mlflow_model':
      return trans.__('MLflow model');
    case 'custom_model':
      return trans.__('Custom model');
    case 'triton_model':
      return trans.__('Triton model');
    default:
      return type;
  }
}
