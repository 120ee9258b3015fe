import type { Parameter } from './parameter.js';
import { pythonParameters } from './parameters-python.js';
import { scriptParameters } from './parameters-script.js';

/** Languages whose cells are not read here, and for which the job uses papermill's own translator. */
const translated = /^(?:r|bash|julia|matlab|scala|c#|f#|powershell|pwsh)$/;

/** Whether the variables of a parameters cell are read, or values can only be passed on, or a kernel has no parameters. */
export function parameterSupport(language: string): 'read' | 'translated' | 'none' {
  if (language === 'python' || language === 'typescript' || language === 'javascript')
    return 'read';
  return translated.test(language) ? 'translated' : 'none';
}

/** Reads the variables of a parameters cell; returns none for an unknown language. */
export function declaredParameters(source: string, language: string): Parameter[] {
  if (language === 'python') return pythonParameters(source);
  if (language === 'typescript' || language === 'javascript') return scriptParameters(source);
  return [];
}
