import { StreamBuffer } from './stream-buffer.mjs';
import { requireFromTslab } from './tslab-require.mjs';

/**
 * Publishes everything that a cell prints, however much it is, and the message that ends the cell.
 *
 * tslab sends one message for each `console.log`, and of 20,000 in a loop the client got 498: the socket
 * refuses to send more than 512 messages until the event loop runs, and ZeroMQ drops what exceeds 1,000 waiting messages.
 * The socket therefore never waits and has no limit, and text that is printed in short succession is one message.
 */
export function publishAllOutput() {
  const { JupyterHandlerImpl, ZmqServer } = requireFromTslab('tslab/dist/jupyter.js');
  const { bindSocket } = ZmqServer.prototype;
  ZmqServer.prototype.bindSocket = function (socket, port) {
    if (socket === this.iopub) Object.assign(socket, { sendTimeout: 0, sendHighWaterMark: 0 });
    return bindSocket.call(this, socket, port);
  };
  const { handleExecute } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleExecute = async function (request, writeStream, writeDisplay) {
    const printed = new StreamBuffer(writeStream);
    const display = (data, update) => {
      printed.flush();
      writeDisplay(data, update);
    };
    try {
      return await handleExecute.call(
        this,
        request,
        (name, text) => printed.write(name, text),
        display
      );
    } finally {
      printed.flush();
    }
  };
}
