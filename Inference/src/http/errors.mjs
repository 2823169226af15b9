/** An error the client sees, in OpenAI's shape: {error: {message, type, param, code}}. */
export class ApiError extends Error {
  constructor(status, type, message, { param = null, code = null, retryAfter } = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get body() {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

export const invalid = (param, message, code = 'invalid_value') =>
  new ApiError(400, 'invalid_request_error', `'${param}' ${message}`, { param, code });

export const unsupported = (param, message) =>
  new ApiError(400, 'invalid_request_error', `'${param}' is not supported: ${message}`, { param, code: 'unsupported_parameter' });

export const tooLong = (param, measured, contextTokens) =>
  invalid(param, `${measured} and the context holds ${contextTokens} tokens (LOCALAI_CONTEXT, or the model's own limit).`, 'context_length_exceeded');

export const tooBusy = (message, retryAfter) =>
  new ApiError(429, 'rate_limit_error', message, { code: 'queue_full', retryAfter });

export const unavailable = (code, message, retryAfter) =>
  new ApiError(503, 'unavailable_error', message, { code, retryAfter });

export const serverError = (code, message) => new ApiError(500, 'server_error', message, { code });

/** The reason of an abort: nobody reads the answer any more. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection.');
  }
}
