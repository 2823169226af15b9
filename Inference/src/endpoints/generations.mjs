import { ApiError } from '../http/errors.mjs';
import { log } from '../log.mjs';

/** The file, if it can do what is asked; unreadable files pass: loading them says what is wrong. */
export function requireKind(file, kind) {
  if (file.kind === kind || file.kind === 'unreadable') return file;
  const message = kind === 'chat'
    ? `The model '${file.id}' makes embeddings; it cannot write text.`
    : `The model '${file.id}' writes text; /v1/embeddings needs an embedding model.`;
  throw new ApiError(400, 'invalid_request_error', message, { param: 'model', code: 'wrong_model_kind' });
}

export function logGeneration(requestId, model, finish, { usage, timings }) {
  log.info(
    `${requestId} ${model} ${finish}: ${usage.prompt_tokens}+${usage.completion_tokens} tokens (${timings.cache_n} cached), ` +
      `wait ${timings.wait_ms} ms, first ${timings.first_token_ms} ms, ${timings.predicted_per_second} tokens/s`,
  );
}
