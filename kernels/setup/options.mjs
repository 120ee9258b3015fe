import { Failure } from './failure.mjs';

const usage = `npm start -- [--no-browser] [--port N]

  --no-browser   only print the address
  --port N       listen on this port; by default 8888 or the next free one`;

/** Reads the options of `npm start`. */
export function readOptions(args) {
  const options = { browser: true, port: undefined, help: undefined };
  for (let i = 0; i < args.length; i++) {
    const [name, value] = args[i].split(/=(.*)/s);
    if (name === '--no-browser') options.browser = false;
    else if (name === '--port') options.port = readPort(value ?? args[++i]);
    else if (name === '--help' || name === '-h') options.help = usage;
    else
      throw new Failure(`'${args[i]}' is not an option of npm start. The options are:\n\n${usage}`);
  }
  return options;
}

function readPort(text) {
  const port = Number(text);
  if (text && Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Failure(`--port must be a number from 1 to 65535, not '${text ?? ''}'.`);
}
