import { hasAll } from '../protocol/name-pairs.js';
import { sliceOf, type ListQuery, type Slice } from '../protocol/paging.js';
import type { StoredEndpoint } from '../store/endpoints.js';

/** The query of a list of endpoints as it arrives. */
export interface EndpointQuery extends Pick<ListQuery, '$skip'> {
  count?: string;
  name?: string;
  computeType?: string;
  /** `key,key=value`: all of them must hold. */
  tags?: string;
  properties?: string;
  orderBy?: string;
}

/** The page of a list of endpoints that is asked for. */
export function endpointSlice({ $skip, count }: EndpointQuery): Slice {
  return sliceOf({ $skip, $top: count });
}

/** The endpoints that a list is about, in its order; newest first unless it says otherwise. */
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
