import { Signal, type ISignal } from '@lumino/signaling';
import type { EventMessage, WatchMessage } from '@carry-ml/bridge';
import type { IEventStream } from '../tokens.js';

/** Milliseconds before the first, second, … attempt to reconnect; the last one repeats. */
const BACKOFF = [250, 500, 1000, 2000, 4000];

/** The part of a WebSocket that is used. */
export type Socket = Pick<
  WebSocket,
  'send' | 'close' | 'readyState' | 'onopen' | 'onmessage' | 'onclose'
>;

/** One WebSocket that comes back by itself: after a restart of the bridge, of the server, or a night's sleep. */
export class EventStream implements IEventStream {
  private readonly _message = new Signal<this, EventMessage>(this);
  private readonly _connectedChanged = new Signal<this, boolean>(this);
  private socket?: Socket;
  private look?: () => WatchMessage;
  private attempts = 0;
  private disposed = false;
  connected = false;

  constructor(private readonly open: () => Socket) {}

  get message(): ISignal<this, EventMessage> {
    return this._message;
  }

  get connectedChanged(): ISignal<this, boolean> {
    return this._connectedChanged;
  }

  /** Connects, the first time and after every loss. */
  start(): void {
    if (this.disposed) return;
    const socket = this.open();
    this.socket = socket;
    socket.onopen = () => {
      this.attempts = 0;
      this.setConnected(true);
      this.say();
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      this._message.emit(JSON.parse(data) as EventMessage);
    };
    socket.onclose = () => {
      this.setConnected(false);
      const wait = BACKOFF[Math.min(this.attempts, BACKOFF.length - 1)] ?? 0;
      this.attempts += 1;
      setTimeout(() => {
        this.start();
      }, wait);
    };
  }

  watch(look: () => WatchMessage): void {
    this.look = look;
    this.say();
  }

  dispose(): void {
    this.disposed = true;
    this.socket?.close();
    Signal.clearData(this);
  }

  private say(): void {
    if (this.look && this.connected) this.socket?.send(JSON.stringify(this.look()));
  }

  private setConnected(connected: boolean): void {
    if (connected === this.connected) return;
    this.connected = connected;
    this._connectedChanged.emit(connected);
  }
}
