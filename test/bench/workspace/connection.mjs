import * as net from 'node:net';
import * as tls from 'node:tls';

/**
 * One connection to a server that stays open, with requests one after another as bytes that were made before: Node's own client costs
 * more than the server that is measured. Both sides of a comparison get the same one.
 */
export class Connection {
  static open(origin, { ca, token } = {}) {
    const { protocol, hostname, port } = new URL(origin);
    const socket =
      protocol === 'https:'
        ? tls.connect({ host: hostname, port, ca, servername: 'localhost' })
        : net.connect({ host: hostname, port });
    socket.setNoDelay(true);
    const connection = new Connection(socket, `${hostname}:${port}`, token);
    return new Promise((resolve, reject) => {
      socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => resolve(connection));
      socket.once('error', reject);
    });
  }

  constructor(socket, host, token) {
    this.socket = socket;
    this.head = `Host: ${host}\r\n${token ? `Authorization: Bearer ${token}\r\n` : ''}`;
    this.answer = '';
    socket.setEncoding('latin1');
    socket.on('data', text => {
      this.answer += text;
      const end = endOf(this.answer);
      if (end === undefined) return;
      const answer = this.answer.slice(0, end);
      this.answer = this.answer.slice(end);
      this.done(answer);
    });
  }

  /** The bytes of a GET, to be sent as often as wanted. */
  get(path) {
    return Buffer.from(`GET ${path} HTTP/1.1\r\n${this.head}\r\n`);
  }

  /** The bytes of a POST of JSON, to be sent as often as wanted. */
  post(path, body) {
    const json = JSON.stringify(body);
    const length = Buffer.byteLength(json);
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\n${this.head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${json}`
    );
  }

  /** Sends a request; ends when its answer is there, which must be 200. */
  send(request) {
    return new Promise((resolve, reject) => {
      this.done = answer =>
        answer.startsWith('HTTP/1.1 200') ? resolve() : reject(new Error(answer));
      this.socket.write(request);
    });
  }

  close() {
    this.socket.destroy();
  }
}

/** Where an answer of a known length ends; undefined while it is not all there. */
function endOf(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /^content-length: *(\d+)/im.exec(answer.slice(0, head));
  if (!length) throw new Error(`An answer without a length: ${answer.slice(0, head)}`);
  const end = head + 4 + Number(length[1]);
  return answer.length >= end ? end : undefined;
}
