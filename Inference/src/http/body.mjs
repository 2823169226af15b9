import { ApiError, ClientGone } from './errors.mjs';

/** Deeper JSON than any client sends; recursion over it stays far from the stack's end. */
const maxDepth = 64;

const refused = (status, code, message) => new ApiError(status, 'invalid_request_error', message, { code });

/** Reads a JSON object of at most `limit` bytes. */
export async function readJson(request, limit) {
  const text = await readText(request, limit);
  if (depthOf(text) > maxDepth) throw refused(400, 'json_too_deep', `The body nests deeper than ${maxDepth} levels.`);
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused(400, 'invalid_json', `The body is not valid JSON: ${error.message.slice(0, 200)}.`);
  }

  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw refused(400, 'invalid_json', 'The body must be a JSON object.');
  return value;
}

async function readText(request, limit) {
  const tooLarge = () => refused(413, 'body_too_large', `The body is larger than ${limit} bytes.`);
  if (Number(request.headers['content-length']) > limit) throw tooLarge();
  const chunks = [];
  // Not `for await`: leaving it early would destroy the socket and with it the answer that says why.
  await new Promise((resolve, reject) => {
    let size = 0;
    request.on('data', chunk => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        request.pause();
        reject(tooLarge());
      }
    });
    request.on('end', resolve);
    request.on('error', reject);
    request.on('close', () => reject(new ClientGone()));
  });

  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refused(400, 'invalid_encoding', 'The body is not UTF-8.');
  }
}

/** Nesting of a JSON text, without parsing it. */
function depthOf(text) {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++; // backslash: the next character is escaped
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 91 || c === 123) deepest = Math.max(deepest, ++depth);
    else if (c === 93 || c === 125) depth--;
  }

  return deepest;
}
