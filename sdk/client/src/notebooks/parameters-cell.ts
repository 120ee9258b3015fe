import type { Parameter } from './parameter.js';
import { pythonParameters } from './parameters-python.js';
import { scriptParameters } from './parameters-script.js';

/** Reads the variables of a parameters cell; a language that is not known here has none that can be edited. */
export function declaredParameters(source: string, language: string): Parameter[] {
  if (language === 'python') return pythonParameters(source);
  if (language === 'typescript' || language === 'javascript') return scriptParameters(source);
  return [];
}
