import { readJson } from '../http/body.mjs';
import { EventStream } from '../http/eventStream.mjs';
import { Measure } from '../generation/measure.mjs';
import { readChatRequest } from '../requests/chat.mjs';
import { logGeneration, newId, now, requireKind } from './shared.mjs';

/** POST /v1/chat/completions */
export function chatCompletions({ config, catalog, pool, generator }) {
  return async ({ request, response, requestId, signal }) => {
    const measure = new Measure();
    const wanted = readChatRequest(await readJson(request, config.bodyBytes), config);
    const file = requireKind(await catalog.find(wanted.model), 'chat');
    return await pool.use(file, signal, async loaded => {
      const head = { id: newId('chatcmpl'), created: now(), model: wanted.model };
      const answer = wanted.stream ? new StreamedAnswer(head, wanted, new EventStream(response)) : new WholeAnswer(head);
      const writing = wanted.forcedCall ? new ForcedCall(answer) : answer;
      const result = await generator.chat(loaded, wanted, measure, signal, {
        onChunk: ({ text, segment }) => {
          if (text === '') return;
          measure.wrote();
          writing.text(text, segment);
        },
        onCall: ({ callIndex, functionName, paramsChunk }) => {
          measure.wrote();
          writing.call(callIndex, functionName, paramsChunk);
        },
      });
      const finish = writing.finishReason?.(result.finish) ?? result.finish;
      logGeneration(requestId, file.id, finish, measure);
      return answer.end(finish, measure, result.timedOut);
    });
  };
}

/** Collects the whole answer. */
class WholeAnswer {
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

/** Sends the answer as it is written. */
class StreamedAnswer {
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

/** Turns the JSON of a forced call, {"name", "arguments"}, into a tool call; cut short it stays text. */
class ForcedCall {
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
