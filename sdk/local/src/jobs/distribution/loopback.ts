/** The address of every node: all are this machine. */
export const LOOPBACK_ADDRESS = '127.0.0.1';

/** The network device of that address. */
export const LOOPBACK_DEVICE = process.platform === 'linux' ? 'lo' : 'lo0';
