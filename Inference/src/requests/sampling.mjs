import { randomInt } from 'node:crypto';
import { invalid } from '../http/errors.mjs';

const maxStops = 16;

/** Fields that chat and plain completions share. Defaults are llama-server's. */
export function readSampling(fields, config) {
  fields.refuse('n', 'this server gives one answer a request.', n => n === 1);
  fields.refuse('logit_bias', 'tokens cannot be biased here.', bias => typeof bias === 'object' && Object.keys(bias).length === 0);
  const seed = fields.integer('seed', -(2 ** 53), 2 ** 53);
  const fixedSeed = seed !== undefined && seed !== -1;
  return {
    temperature: fields.number('temperature', 0, 2, 0.8),
    topP: fields.number('top_p', 0, 1, 0.95),
    topK: fields.integer('top_k', 0, 1_000_000, 40),
    minP: fields.number('min_p', 0, 1, 0.05),
    // The library takes 32 bits.
    seed: fixedSeed ? Number(BigInt.asUintN(32, BigInt(seed))) : randomInt(2 ** 32),
    repeatPenalty: {
      penalty: fields.number('repeat_penalty', 0, 4, 1),
      frequencyPenalty: fields.number('frequency_penalty', -2, 2, 0),
      presencePenalty: fields.number('presence_penalty', -2, 2, 0),
    },
    stops: readStops(fields),
    maxTokens: readMaxTokens(fields) ?? config.maxTokens,
    // State kept from an earlier prompt changes rounding, and with it now and then a token: a fixed seed starts afresh.
    keepState: fields.boolean('cache_prompt', !fixedSeed),
  };
}

/** {stream, includeUsage} */
export function readStreaming(fields) {
  const stream = fields.boolean('stream', false);
  const includeUsage = fields.nested('stream_options')?.boolean('include_usage', false) ?? false;
  if (includeUsage && !stream) throw invalid('stream_options', 'is only allowed when stream is true.');
  return { stream, includeUsage };
}

function readMaxTokens(fields) {
  const largest = 10_000_000;
  const current = fields.integer('max_completion_tokens', 1, largest);
  const legacy = fields.integer('max_tokens', 1, largest);
  return current ?? legacy;
}

function readStops(fields) {
  if (!fields.has('stop')) return [];
  const stop = fields.object.stop;
  const stops = Array.isArray(stop) ? stop : [stop];
  if (stops.length > maxStops) throw invalid(fields.name('stop'), `has ${stops.length} items; at most ${maxStops} are allowed.`, 'invalid_length');
  const wrong = stops.find(s => typeof s !== 'string' || s === '' || s.length > 1000);
  if (wrong !== undefined) throw invalid(fields.name('stop'), 'must be a non-empty string of at most 1000 characters, or an array of such strings.');
  return stops;
}
