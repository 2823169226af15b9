import { invalid, unsupported } from '../http/errors.mjs';
import { Fields, asObject } from './fields.mjs';

/**
 * OpenAI's messages as node-llama-cpp's chat history, in which a tool's call and result are parts of the model's one response.
 * A last message by the assistant is continued, as llama-server does.
 */
export function readHistory(fields) {
  const messages = fields.array('messages', { required: true, min: 1 });
  const history = [];
  const calls = new Map();
  messages.forEach((value, i) => {
    const message = new Fields(asObject(value, `messages[${i}]`), `messages[${i}]`);
    const role = message.string('role', { required: true });
    switch (role) {
      case 'system':
      case 'developer':
        history.push({ type: 'system', text: readContent(message, true) });
        break;
      case 'user':
        history.push({ type: 'user', text: readContent(message, true) });
        break;
      case 'assistant':
        addAssistant(history, message, calls);
        break;
      case 'tool':
        addResult(message, calls);
        break;
      default:
        throw invalid(message.name('role'), `is '${role.slice(0, 50)}'; it must be one of: system, developer, user, assistant, tool.`);
    }
  });

  for (const [id, call] of calls) if (call.result === undefined) throw invalid('messages', `has no tool message for the call '${id}'.`);
  if (history.at(-1).type !== 'model') history.push({ type: 'model', response: [] });
  return history;
}

function addAssistant(history, message, calls) {
  const toolCalls = message.array('tool_calls', { max: 128 }) ?? [];
  const text = readContent(message, toolCalls.length === 0);
  const response = text === '' ? [] : [text];
  toolCalls.forEach((value, i) => {
    const name = `${message.name('tool_calls')}[${i}]`;
    const call = new Fields(asObject(value, name), name);
    const id = call.string('id', { required: true, maxLength: 500 });
    const called = call.nested('function', { required: true });
    const item = { type: 'functionCall', name: called.string('name', { required: true, maxLength: 200 }), params: readArguments(called), result: undefined };
    if (i === 0) item.startsNewChunk = true;
    calls.set(id, item);
    response.push(item);
  });

  const last = history.at(-1);
  if (last?.type === 'model') last.response.push(...response);
  else history.push({ type: 'model', response });
}

function addResult(message, calls) {
  const id = message.string('tool_call_id', { required: true });
  const call = calls.get(id);
  if (!call) throw invalid(message.name('tool_call_id'), `is '${id.slice(0, 50)}', which no assistant message before it has called.`);
  call.result = readContent(message, true);
}

function readArguments(called) {
  const text = called.string('arguments', { fallback: '' });
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(called.name('arguments'), 'must be JSON.');
  }
}

/** A string, or text parts joined. */
function readContent(message, required) {
  const content = message.object.content;
  if (content === undefined || content === null) {
    if (required) throw invalid(message.name('content'), 'is required.', 'missing_required_parameter');
    return '';
  }

  if (!Array.isArray(content)) return message.string('content');
  return content
    .map((value, i) => {
      const name = `${message.name('content')}[${i}]`;
      const part = new Fields(asObject(value, name), name);
      const type = part.string('type', { required: true });
      if (type !== 'text') throw unsupported(part.name('type'), `'${type.slice(0, 50)}' cannot be read; only text can.`);
      return part.string('text', { required: true });
    })
    .join('\n');
}
