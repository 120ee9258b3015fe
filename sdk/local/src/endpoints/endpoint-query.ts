import { hasAll } from '../protocol/name-pairs.js';
import { readSlice, type ListQuery, type Slice } from '../protocol/paging.js';
import type { StoredEndpoint } from '../store/endpoint-store.js';

/** The query parameters of a list of endpoints. */
export interface EndpointQuery extends Pick<ListQuery, '$skip'> {
  count?: string;
  name?: string;
  computeType?: string;
  /** `key,key=value`: all of them must match. */
  tags?: string;
  properties?: string;
  orderBy?: string;
}

/** The requested page of a list of endpoints. */
export function endpointSlice({ $skip, count }: EndpointQuery): Slice {
  return readSlice({ $skip, $top: count });
}

/** The endpoints that match a query, in its order; newest first by default. */
export function selected(endpoints: StoredEndpoint[], query: EndpointQuery): StoredEndpoint[] {
  const { name, computeType, tags, properties, orderBy = '' } = query;
  const rows = endpoints
    .filter(e => !name || e.name.toLowerCase() === name.toLowerCase())
    .filter(e => !computeType || computeType === typeOf(e))
    .filter(e => hasAll(e.body.tags, tags))
    .filter(e => hasAll(e.body.properties.properties, properties));
  const time = (e: StoredEndpoint) =>
    orderBy.startsWith('UpdatedAt') ? e.modifiedAt : e.createdAt;
  const direction = orderBy.endsWith('Asc') ? 1 : -1;
  return rows.sort((a, b) => direction * (time(a) - time(b)));
}

function typeOf({ body }: StoredEndpoint): string {
  return body.properties.compute ? 'Kubernetes' : 'Managed';
}
