#!/usr/bin/env node
import type { CommandHost } from './command.js';
import { outputFailed, program } from './program.js';

const host: CommandHost = {
  write: (data, to = 'stdout') => {
    process[to].write(data);
  },
  isTerminal: stream => process[stream].isTTY,
  connect: async options => {
    const { connect } = await import('../index.js');
    return connect(options);
  },
  interrupted: () => {
    const controller = new AbortController();
    process.once('SIGINT', () => {
      controller.abort();
    });
    return controller.signal;
  }
};

// `carry logs NAME | head` closes our stdout; nobody reads the rest then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  outputFailed(error, host);
  process.exit(1);
});

void program(process.argv.slice(2), host).then(code => {
  process.exitCode = code;
});
