import * as net from 'node:net';
import * as tls from 'node:tls';

/**
 * A keep-alive connection that sends prepared bytes, one request after another: Node's own client takes more time than the measured
 * server. Both sides of a comparison use this class.
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

  /** Returns the bytes of a GET request, which can be sent repeatedly. */
  get(path) {
    return Buffer.from(`GET ${path} HTTP/1.1\r\n${this.head}\r\n`);
  }

  /** Returns the bytes of a POST request with JSON, which can be sent repeatedly. */
  post(path, body) {
    const json = JSON.stringify(body);
    const length = Buffer.byteLength(json);
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\n${this.head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${json}`
    );
  }

  /** Sends a request and waits for the response, which must have the status 200. */
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

/** Returns the end of a response with a Content-Length; undefined while it is incomplete. */
function endOf(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /^content-length: *(\d+)/im.exec(answer.slice(0, head));
  if (!length) throw new Error(`An answer without a length: ${answer.slice(0, head)}`);
  const end = head + 4 + Number(length[1]);
  return answer.length >= end ? end : undefined;
}
