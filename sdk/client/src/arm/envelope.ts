/** Who created and last modified a resource, and when (ISO 8601). */
export interface SystemData {
  createdAt: string;
  createdBy: string;
  createdByType: string;
  lastModifiedAt: string;
  lastModifiedBy: string;
  lastModifiedByType: string;
}

/** A resource as Azure Resource Manager returns it. */
export interface Resource<P> {
  id: string;
  name: string;
  type: string;
  systemData?: SystemData;
  properties: P;
}

/** One page of a list; `nextLink` is absolute and absent on the last page. */
export interface Page<T> {
  value: T[];
  nextLink?: string;
}

/** The body of every error response of Azure Resource Manager. */
export interface ErrorEnvelope {
  error: {
    code: string;
    message: string;
    target?: string;
    details?: { code: string; message: string; target?: string }[];
  };
}
