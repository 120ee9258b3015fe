/** An environment as its content: the workspace makes a version of it when it has none with this content. */
export interface EnvironmentContent {
  name: string;
  image: string;
  /** Text of a conda file. */
  condaFile?: string;
  description?: string;
}
