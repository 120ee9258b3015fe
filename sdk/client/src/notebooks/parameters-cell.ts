import type { Parameter } from './parameter.js';
import { pythonParameters } from './parameters-python.js';
import { scriptParameters } from './parameters-script.js';

/** Reads the variables of a parameters cell; returns none for an unknown language. */
export function declaredParameters(source: string, language: string): Parameter[] {
  if (language === 'python') return pythonParameters(source);
  if (language === 'typescript' || language === 'javascript') return scriptParameters(source);
  return [];
}
