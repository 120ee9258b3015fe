/** The option `--json` of commands that print data. */
export const jsonOption = { kind: 'flag', description: 'print JSON, for scripts' } as const;
