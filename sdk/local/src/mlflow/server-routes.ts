import { endpoint, type Endpoint } from './wire/endpoint.js';

/** What MLflow's newer clients ask a server before they choose a protocol. No multipart: contents stream in one request of any size. */
export const serverEndpoints: Endpoint[] = [
  endpoint('GET', '/server-info', {}, () => ({
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: false,
    multipart_downloads_enabled: false
  }))
];
