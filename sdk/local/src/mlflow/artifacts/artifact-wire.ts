import { message } from '../wire/answer.js';
import type { ArtifactInfo } from './artifacts.js';

export function wireFile(info: ArtifactInfo, path: string) {
  return message({ path, is_dir: info.isFolder, file_size: info.size });
}
