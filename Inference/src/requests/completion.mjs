import { invalid } from '../http/errors.mjs';
import { Fields } from './fields.mjs';
import { readSampling, readStreaming } from './sampling.mjs';

/** The body of POST /v1/completions, checked. `prompt` is a text or token ids. */
export function readCompletionRequest(body, config) {
  const fields = new Fields(body);
  const model = fields.string('model', { required: true, maxLength: 500 });
  fields.refuse('best_of', 'this server gives one answer a request.', value => value === 1);
  fields.refuse('logprobs', 'probabilities are not given.', value => value === 0);
  fields.refuse('suffix', 'text is only written at the end.', value => value === '');
  return {
    model,
    prompt: readPrompt(fields),
    echo: fields.boolean('echo', false),
    sampling: readSampling(fields, config),
    ...readStreaming(fields),
  };
}

function readPrompt(fields) {
  let prompt = fields.object.prompt ?? '';
  if (Array.isArray(prompt) && prompt.length === 1) [prompt] = prompt;
  if (typeof prompt === 'string') return prompt;
  if (Array.isArray(prompt) && prompt.length > 0 && prompt.every(t => Number.isInteger(t) && t >= 0)) return prompt;
  throw invalid('prompt', 'must be one string, or one array of token ids.', 'invalid_type');
}
