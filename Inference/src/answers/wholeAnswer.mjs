import { newId } from './identity.mjs';

/** Collects the whole answer. */
export class WholeAnswer {
  #head;
  #content = '';
  #reasoning = '';
  #calls = [];

  constructor(head) {
    this.#head = head;
  }

  text(text, segment) {
    if (segment === 'thought') this.#reasoning += text;
    else this.#content += text;
  }

  call(index, name, chunk) {
    const call = (this.#calls[index] ??= { id: newId('call'), type: 'function', function: { name, arguments: '' } });
    call.function.arguments += chunk;
  }

  end(finish, measure, timedOut) {
    const calls = this.#calls.filter(Boolean);
    const message = { role: 'assistant', content: this.#content === '' && calls.length > 0 ? null : this.#content };
    if (this.#reasoning) message.reasoning_content = this.#reasoning;
    if (calls.length > 0) message.tool_calls = calls;
    return {
      ...this.#head,
      object: 'chat.completion',
      choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
      usage: measure.usage,
      timings: { ...measure.timings, ...(timedOut && { time_limit: true }) },
    };
  }
}
