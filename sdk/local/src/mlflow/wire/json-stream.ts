/** A response with a long list, which is read and sent in parts so that no part holds the event loop for long. */
export class JsonStream {
  constructor(
    private readonly field: string,
    private readonly parts: AsyncIterable<readonly unknown[]>,
    /** The other fields; a function if they are known only after the list has been read. */
    private readonly rest: object | (() => object)
  ) {}

  /**
   * The text of the response, part by part. The list is absent if it is empty, as in protobuf's JSON.
   *
   * @param translation - changes the items of a part
   */
  async *text(
    translation: (part: unknown) => unknown = part => part
  ): AsyncGenerator<string, undefined> {
    let open = `{${JSON.stringify(this.field)}:[`;
    let close = '';
    for await (const part of this.parts) {
      if (part.length === 0) continue;
      yield open + JSON.stringify(translation(part)).slice(1, -1);
      open = ',';
      close = ']';
    }
    const rest = JSON.stringify(this.others()).slice(1);
    if (close === '') yield `{${rest}`;
    else yield rest === '}' ? ']}' : `],${rest}`;
  }

  /** The response as an object. */
  async whole(): Promise<object> {
    const list: unknown[] = [];
    for await (const part of this.parts) list.push(...part);
    const rest = this.others();
    return list.length === 0 ? rest : { [this.field]: list, ...rest };
  }

  private others(): object {
    return typeof this.rest === 'function' ? (this.rest as () => object)() : this.rest;
  }
}
