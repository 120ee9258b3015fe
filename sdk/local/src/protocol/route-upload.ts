declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for a route that stores the body of its requests as a file. */
    isUpload?: boolean;
  }
}

/** The `config` of a route that stores the body of its requests as a file. */
export const upload = { isUpload: true } as const;
