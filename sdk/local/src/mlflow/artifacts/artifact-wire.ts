import { message } from '../wire/response.js';
import type { ArtifactInfo } from './artifacts.js';

export function wireFile(info: ArtifactInfo, path: string) {
  return message({ path, is_dir: info.isFolder, file_size: info.size });
}
