import { createHash } from 'node:crypto';

/** The names that Azure's clients give to assets without a name. */
export const ANONYMOUS_NAMES = {
  components: 'azureml_anonymous',
  environments: 'CliV2AnonymousEnvironment'
} as const;

/** The version of an asset without a name, which is the same for the same content. */
export function anonymousVersion(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
