/** How long printed text may wait for more of it. */
const FLUSH_INTERVAL_MS = 100;
/** Text of this length is sent at once. */
const MAX_LENGTH = 1 << 16;

/** Joins texts that are printed to one stream in short succession; keeps the order of stdout and stderr. */
export class StreamBuffer {
  #send;
  #now;
  #name = '';
  #texts = [];
  #length = 0;
  #sentAt = 0;
  #timer;

  /** `send` gets the name of the stream and the text. */
  constructor(send, now = Date.now) {
    this.#send = send;
    this.#now = now;
  }

  write(name, text) {
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#texts.push(text);
    this.#length += text.length;
    // A busy loop never returns to the event loop, so the timer alone would show nothing until its end.
    const isDue = this.#now() - this.#sentAt >= FLUSH_INTERVAL_MS || this.#length >= MAX_LENGTH;
    if (isDue) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_INTERVAL_MS);
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#texts.length === 0) return;
    const text = this.#texts.join('');
    this.#texts = [];
    this.#length = 0;
    this.#sentAt = this.#now();
    this.#send(this.#name, text);
  }
}
