#!/usr/bin/env node
import type { Shell } from './command.js';
import { program } from './program.js';

const shell: Shell = {
  out: text => {
    process.stdout.write(text);
  },
  say: line => {
    process.stderr.write(`${line}\n`);
  },
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
  throw error;
});

void program(process.argv.slice(2), shell).then(code => {
  process.exitCode = code;
});
