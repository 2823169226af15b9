import { setImmediate } from 'node:timers/promises';
import { invalid, tooLong, unavailable } from '../http/errors.mjs';
import { readJson } from '../http/body.mjs';
import { readEmbeddingRequest } from '../requests/embedding.mjs';
import { requireKind } from './generations.mjs';

/** POST /v1/embeddings. Vectors have length 1, so that a dot product is the cosine. */
export function embeddings({ config, catalog, pool }) {
  return async ({ request, signal }) => {
    const wanted = readEmbeddingRequest(await readJson(request, config.bodyBytes));
    const file = requireKind(await catalog.find(wanted.model), 'embedding');
    if (wanted.dimensions !== undefined && file.dimension !== undefined && wanted.dimensions !== file.dimension)
      throw invalid('dimensions', `is ${wanted.dimensions}; the vectors of '${file.id}' have ${file.dimension}.`);
    return await pool.use(file, signal, async loaded => {
      const deadline = performance.now() + config.generationSeconds * 1000;
      const inputs = [];
      for (const [i, input] of wanted.inputs.entries()) {
        inputs.push(prepare(loaded, input, wanted.inputs.length > 1 ? `input[${i}]` : 'input'));
        if (i % 16 === 15) await setImmediate(); // others get their turn
      }

      const data = [];
      for (const [index, { tokens }] of inputs.entries()) {
        signal.throwIfAborted();
        if (performance.now() > deadline)
          throw unavailable('time_limit', `Only ${index} of ${inputs.length} texts were embedded in ${config.generationSeconds} s (LOCALAI_GENERATION_SECONDS). Send fewer at once.`, 1);
        const { vector } = await loaded.context.getEmbeddingFor(tokens);
        data.push({ object: 'embedding', index, embedding: encode(normalised(vector), wanted.base64) });
      }

      const total = inputs.reduce((sum, { count }) => sum + count, 0);
      return { object: 'list', data, model: wanted.model, usage: { prompt_tokens: total, total_tokens: total } };
    });
  };
}

function prepare(loaded, input, name) {
  loaded.refuseHopeless(input.length, name);
  const tokens = typeof input === 'string' ? loaded.model.tokenize(input) : loaded.checkTokens(input, name);
  const count = loaded.context.calculateInputLength([...tokens]);
  if (count >= loaded.contextTokens)
    throw tooLong(name, `has ${count} tokens`, loaded.contextTokens);
  return { tokens, count };
}

function normalised(vector) {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map(v => v / length) : vector;
}

/** OpenAI's base64 form: the floats' bytes, little endian. */
const encode = (vector, base64) => (base64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector);
