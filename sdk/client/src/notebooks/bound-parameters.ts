/** An argument that gives the job side the value of a parameter; the service may have replaced what follows the name. */
const ARGUMENT = /(?<=^|\s)--(?:path|json|text) "?([^\s"=]+)=/g;

/**
 * Returns the names of the parameters whose values are in the command of a notebook job, where they take precedence over its variables:
 * paths of data, inputs and outputs, and the values that a sweep varies.
 */
export function boundParameters(command: string): ReadonlySet<string> {
  return new Set(Array.from(command.matchAll(ARGUMENT), ([, name = '']) => name));
}
