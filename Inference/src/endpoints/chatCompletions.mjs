import { ForcedCall } from '../answers/forcedCall.mjs';
import { newId, now } from '../answers/identity.mjs';
import { StreamedAnswer } from '../answers/streamedAnswer.mjs';
import { WholeAnswer } from '../answers/wholeAnswer.mjs';
import { readJson } from '../http/body.mjs';
import { EventStream } from '../http/eventStream.mjs';
import { Measure } from '../generation/measure.mjs';
import { readChatRequest } from '../requests/chat.mjs';
import { logGeneration, requireKind } from './generations.mjs';

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
