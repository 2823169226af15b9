/** Server-sent events of one answer. Headers go out with the first event, so that an earlier failure still gets its HTTP status. */
export class EventStream {
  #response;

  constructor(response) {
    this.#response = response;
  }

  send(value) {
    if (this.#response.destroyed) return;
    if (!this.#response.headersSent)
      this.#response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
      });
    this.#response.write(`data: ${JSON.stringify(value)}\n\n`);
  }

  end() {
    if (!this.#response.destroyed) this.#response.end('data: [DONE]\n\n');
  }
}
