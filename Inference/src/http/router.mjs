import { randomUUID } from 'node:crypto';
import { log } from '../log.mjs';
import { ApiError, ClientGone, serverError } from './errors.mjs';

/** How long the rest of a refused body may take. */
const drainMilliseconds = 5_000;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Makes the request listener. `routes` maps "METHOD /path" to `async (context) => value`; a returned value is sent as JSON,
 * undefined means the handler has answered. `context` has request, response, requestId and signal, which aborts when the client leaves.
 */
export function createListener(routes) {
  const paths = new Map();
  for (const key of Object.keys(routes)) {
    const [method, path] = key.split(' ');
    paths.set(path, [...(paths.get(path) ?? []), method]);
  }

  return async (request, response) => {
    const requestId = requestIdOf(request);
    response.setHeader('x-request-id', requestId);
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(new ClientGone());
    });
    const path = request.url.split('?', 1)[0];
    try {
      refuseForeign(request);
      const handler = routes[`${request.method} ${path}`];
      if (!handler) throw notFound(request.method, path, paths.get(path));
      const value = await handler({ request, response, requestId, signal: gone.signal });
      if (value !== undefined) sendJson(response, 200, value);
    } catch (error) {
      answerError(response, error, `${request.method} ${path} ${requestId}`);
    }
  };
}

export function sendJson(response, status, body, headers = {}) {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length, ...headers });
  response.end(bytes);
}

function answerError(response, error, what) {
  if (error instanceof ClientGone || response.destroyed) return;
  if (!(error instanceof ApiError)) {
    log.error(`${what}: ${error?.stack ?? error}`);
    error = serverError('internal_error', `The inference server failed: ${String(error?.message ?? error).slice(0, 300)}`);
  }

  if (response.headersSent) {
    // A cut stream must not look complete: an error event, and no [DONE].
    response.end(`data: ${JSON.stringify(error.body)}\n\n`);
    return;
  }

  const headers = error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) };
  if (response.req.complete) sendJson(response, error.status, error.body, headers);
  else refuseUnread(response, error, headers);
}

/**
 * Answers a request whose body was not read to its end. Closing the socket with bytes still coming would reset the connection
 * before the client has read why, so the rest is thrown away first, for a limited time.
 */
function refuseUnread(response, error, headers) {
  const bytes = Buffer.from(JSON.stringify(error.body));
  response.writeHead(error.status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length, connection: 'close', ...headers });
  response.write(bytes);
  const end = () => response.end();
  const patience = setTimeout(end, drainMilliseconds);
  response.req.once('close', () => clearTimeout(patience));
  response.req.once('end', end);
  response.req.resume();
}

function requestIdOf(request) {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

/** A page in the user's browser must not reach the models by a name that resolves to loopback (DNS rebinding). */
function refuseForeign(request) {
  const host = (request.headers.host ?? '127.0.0.1').replace(/:\d+$/, '').toLowerCase();
  const origin = request.headers.origin;
  const foreignOrigin = origin !== undefined && !(URL.canParse(origin) && loopbackHosts.has(new URL(origin).hostname));
  if (!loopbackHosts.has(host) || foreignOrigin)
    throw new ApiError(403, 'invalid_request_error', 'Only loopback hosts and origins may use this server.', { code: 'foreign_origin' });
}

function notFound(method, path, methods) {
  return methods
    ? new ApiError(405, 'invalid_request_error', `${path} takes ${methods.join(' or ')}, not ${method}.`, { code: 'method_not_allowed' })
    : new ApiError(404, 'invalid_request_error', `There is no ${path} here.`, { code: 'unknown_url' });
}
