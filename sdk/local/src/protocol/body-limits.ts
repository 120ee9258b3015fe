/**
 * Largest JSON body of a request, in bytes. Azure's limit is twice as high, but each step of a request takes about 10 ms for a megabyte: with
 * this, no step holds the event loop for 100 ms.
 */
export const BODY_BYTES = 2 * 1024 * 1024;

/**
 * Largest body of a resource that describes something beside it, such as a compute, a datastore or an endpoint: Azure's examples have at most
 * two kilobytes. All of a kind are read together, which must stay short when there are many.
 */
export const DECLARATION_BYTES = 64 * 1024;
