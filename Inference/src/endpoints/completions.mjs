import { newId, now } from '../answers/identity.mjs';
import { readJson } from '../http/body.mjs';
import { EventStream } from '../http/eventStream.mjs';
import { Measure } from '../generation/measure.mjs';
import { readCompletionRequest } from '../requests/completion.mjs';
import { logGeneration, requireKind } from './generations.mjs';

/** POST /v1/completions */
export function completions({ config, catalog, pool, generator }) {
  return async ({ request, response, requestId, signal }) => {
    const measure = new Measure();
    const wanted = readCompletionRequest(await readJson(request, config.bodyBytes), config);
    const file = requireKind(await catalog.find(wanted.model), 'chat');
    return await pool.use(file, signal, async loaded => {
      const head = { id: newId('cmpl'), object: 'text_completion', created: now(), model: wanted.model };
      const events = wanted.stream ? new EventStream(response) : undefined;
      const choice = (text, finish) => ({ index: 0, text, logprobs: null, finish_reason: finish });
      const send = (choices, more = {}) => events.send({ ...head, choices, ...(wanted.includeUsage && { usage: null }), ...more });
      let whole = '';
      const write = text => {
        if (events) send([choice(text, null)]);
        else whole += text;
      };

      if (wanted.echo) write(typeof wanted.prompt === 'string' ? wanted.prompt : loaded.model.detokenize(loaded.checkTokens(wanted.prompt, 'prompt')));
      const result = await generator.complete(loaded, wanted, measure, signal, {
        onChunk: ({ text }) => {
          if (text === '') return;
          measure.wrote();
          write(text);
        },
      });
      logGeneration(requestId, file.id, result.finish, measure);
      const timings = { ...measure.timings, ...(result.timedOut && { time_limit: true }) };
      if (!events) return { ...head, choices: [choice(whole, result.finish)], usage: measure.usage, timings };
      send([choice('', result.finish)], { timings });
      if (wanted.includeUsage) send([], { usage: measure.usage, timings });
      events.end();
    });
  };
}
