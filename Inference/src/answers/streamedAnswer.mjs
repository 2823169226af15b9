import { newId } from './identity.mjs';

/** Sends the answer as it is written. */
export class StreamedAnswer {
  #head;
  #includeUsage;
  #events;
  #begun = false;
  #calls = new Set();

  constructor(head, wanted, events) {
    this.#head = head;
    this.#includeUsage = wanted.includeUsage;
    this.#events = events;
  }

  text(text, segment) {
    this.#delta(segment === 'thought' ? { reasoning_content: text } : { content: text });
  }

  call(index, name, chunk) {
    if (!this.#calls.has(index)) {
      this.#calls.add(index);
      this.#delta({ tool_calls: [{ index, id: newId('call'), type: 'function', function: { name, arguments: chunk } }] });
    } else if (chunk !== '') this.#delta({ tool_calls: [{ index, function: { arguments: chunk } }] });
  }

  end(finish, measure, timedOut) {
    this.#begin();
    this.#send([{ index: 0, delta: {}, logprobs: null, finish_reason: finish }], { timings: { ...measure.timings, ...(timedOut && { time_limit: true }) } });
    if (this.#includeUsage) this.#send([], { usage: measure.usage, timings: measure.timings });
    this.#events.end();
  }

  #delta(delta) {
    this.#begin();
    this.#send([{ index: 0, delta, logprobs: null, finish_reason: null }]);
  }

  #begin() {
    if (this.#begun) return;
    this.#begun = true;
    this.#send([{ index: 0, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }]);
  }

  #send(choices, more = {}) {
    const usage = this.#includeUsage ? { usage: null } : {};
    this.#events.send({ ...this.#head, object: 'chat.completion.chunk', choices, ...usage, ...more });
  }
}
