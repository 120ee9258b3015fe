import { endpoint, type Endpoint } from './wire/endpoint.js';

/** The capabilities that MLflow's newer clients query first. Multipart is off, because one request may carry content of any size. */
export const serverEndpoints: Endpoint[] = [
  endpoint('GET', '/server-info', {}, () => ({
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: false,
    multipart_downloads_enabled: false
  }))
];
