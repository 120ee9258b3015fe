import { Signal, type ISignal } from '@lumino/signaling';
import type { EventMessage, WatchMessage } from '@carry-ml/bridge';
import type { IEventStream } from '../tokens.js';
import { readEvent } from './wire/event-wire.js';

/** The wait before the first, second, … attempt to reconnect; the last one repeats. */
const BACKOFF_MS = [250, 500, 1000, 2000, 4000];

/** The part of the WebSocket interface that is used. */
export type Socket = Pick<
  WebSocket,
  'send' | 'close' | 'readyState' | 'onopen' | 'onmessage' | 'onclose'
>;

/** A WebSocket that reconnects after a restart of the bridge or the server, or after the computer has slept. */
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

  /** Connects, and connects again after every loss. */
  start(): void {
    if (this.disposed) return;
    const socket = this.open();
    this.socket = socket;
    socket.onopen = () => {
      this.attempts = 0;
      this.setConnected(true);
      this.sendWatch();
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const message = readEvent(JSON.parse(data));
      if (message) this._message.emit(message);
    };
    socket.onclose = () => {
      this.setConnected(false);
      const wait = BACKOFF_MS[Math.min(this.attempts, BACKOFF_MS.length - 1)] ?? 0;
      this.attempts += 1;
      setTimeout(() => {
        this.start();
      }, wait);
    };
  }

  watch(look: () => WatchMessage): void {
    this.look = look;
    this.sendWatch();
  }

  dispose(): void {
    this.disposed = true;
    this.socket?.close();
    Signal.clearData(this);
  }

  private sendWatch(): void {
    if (this.look && this.connected) this.socket?.send(JSON.stringify(this.look()));
  }

  private setConnected(connected: boolean): void {
    if (connected === this.connected) return;
    this.connected = connected;
    this._connectedChanged.emit(connected);
  }
}
