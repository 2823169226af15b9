/** Turns the JSON of a forced call, {"name", "arguments"}, into a tool call; cut short it stays text. */
export class ForcedCall {
  #answer;
  #json = '';

  constructor(answer) {
    this.#answer = answer;
  }

  text(text, segment) {
    if (segment) this.#answer.text(text, segment);
    else this.#json += text;
  }

  finishReason(finish) {
    let call;
    try {
      call = JSON.parse(this.#json);
    } catch {
      this.#answer.text(this.#json);
      return finish;
    }

    this.#answer.call(0, call.name, JSON.stringify(call.arguments));
    return 'tool_calls';
  }
}
