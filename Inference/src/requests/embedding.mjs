import { invalid } from '../http/errors.mjs';
import { Fields } from './fields.mjs';

const maxInputs = 1024;

/** The body of POST /v1/embeddings, checked: {model, inputs: (string | token ids)[], base64, dimensions}. */
export function readEmbeddingRequest(body) {
  const fields = new Fields(body);
  const model = fields.string('model', { required: true, maxLength: 500 });
  const format = fields.string('encoding_format', { fallback: 'float' });
  if (format !== 'float' && format !== 'base64') throw invalid('encoding_format', `is '${format.slice(0, 50)}'; it must be float or base64.`);
  return { model, inputs: readInputs(fields), base64: format === 'base64', dimensions: fields.integer('dimensions', 1, 100_000) };
}

function readInputs(fields) {
  if (!fields.has('input')) throw invalid('input', 'is required.', 'missing_required_parameter');
  const input = fields.object.input;
  const inputs = Array.isArray(input) && !isTokens(input) ? input : [input];
  if (inputs.length === 0 || inputs.length > maxInputs) throw invalid('input', `has ${inputs.length} items; it must have 1 to ${maxInputs}.`, 'invalid_length');
  inputs.forEach((value, i) => {
    const name = inputs === input ? `input[${i}]` : 'input';
    if (typeof value !== 'string' && !isTokens(value)) throw invalid(name, 'must be a string or an array of token ids.', 'invalid_type');
    if (value.length === 0) throw invalid(name, 'is empty.');
  });
  return inputs;
}

const isTokens = value => Array.isArray(value) && value.length > 0 && value.every(t => Number.isInteger(t) && t >= 0);
