import { unsupported } from '../http/errors.mjs';
import { Fields } from './fields.mjs';
import { readHistory } from './messages.mjs';
import { readResponseFormat } from './responseFormat.mjs';
import { readSampling, readStreaming } from './sampling.mjs';
import { describeForced, readTools } from './tools.mjs';

/** The body of POST /v1/chat/completions, checked, as what generation needs. */
export function readChatRequest(body, config) {
  const fields = new Fields(body);
  const model = fields.string('model', { required: true, maxLength: 500 });
  fields.refuse('logprobs', 'probabilities are not given.', value => value === false);
  fields.refuse('top_logprobs', 'probabilities are not given.', value => value === 0);
  fields.refuse('functions', "use 'tools'.");
  fields.refuse('function_call', "use 'tool_choice'.");
  fields.refuse('audio', 'answers are text.');
  fields.refuse('modalities', 'answers are text.', value => Array.isArray(value) && value.every(m => m === 'text'));
  const tools = readTools(fields);
  const schema = readResponseFormat(fields);
  if (schema && tools) throw unsupported('response_format', "it cannot be combined with 'tools'.");
  const history = readHistory(fields);
  return {
    model,
    history: tools?.forced ? describeForced(history, tools.forced) : history,
    schema: tools?.forced?.schema ?? schema,
    functions: tools?.forced ? undefined : tools?.functions,
    maxCalls: tools?.maxCalls,
    forcedCall: tools?.forced !== undefined,
    sampling: readSampling(fields, config),
    ...readStreaming(fields),
  };
}
