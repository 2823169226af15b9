import { invalid, unsupported } from '../http/errors.mjs';
import { Fields, asObject } from './fields.mjs';
import { toGrammarSchema } from './jsonSchema.mjs';

/**
 * The tools of a request: {functions, maxCalls, forced}. With tool_choice auto the model decides, in its template's own syntax.
 * A forced call (required, or one function by name) is a grammar: `forced` has the schema of {"name", "arguments"}.
 */
export function readTools(fields) {
  const tools = fields.array('tools', { max: 128 });
  const choice = readChoice(fields);
  if (!tools || tools.length === 0) {
    if (choice !== 'auto' && choice !== 'none') throw invalid('tool_choice', "needs 'tools'.");
    return undefined;
  }

  const functions = Object.fromEntries(tools.map(readTool));
  if (choice === 'none') return undefined;
  const maxCalls = fields.boolean('parallel_tool_calls', true) ? undefined : 1;
  if (choice === 'auto') return { functions, maxCalls };
  if (choice !== 'required' && !Object.hasOwn(functions, choice.name))
    throw invalid('tool_choice.function.name', `is '${choice.name.slice(0, 50)}', which is not among the tools.`);
  const callable = choice === 'required' ? Object.entries(functions) : [[choice.name, functions[choice.name]]];
  return { functions, maxCalls, forced: { functions: callable, schema: callSchema(callable) } };
}

/** The history with an instruction to answer by a call; the grammar sees to the form. */
export function describeForced(history, forced) {
  const documented = forced.functions.map(([name, f]) => JSON.stringify({ name, description: f.description, parameters: f.params }));
  const text = `Answer by calling one of these functions, with JSON only, as {"name": …, "arguments": {…}}:\n${documented.join('\n')}`;
  return [{ type: 'system', text }, ...history];
}

function readTool(value, i) {
  const tool = new Fields(asObject(value, `tools[${i}]`), `tools[${i}]`);
  const type = tool.string('type', { required: true });
  if (type !== 'function') throw unsupported(tool.name('type'), `'${type.slice(0, 50)}' tools are not known; only 'function' is.`);
  const called = tool.nested('function', { required: true });
  const name = called.string('name', { required: true });
  if (!/^[\w.-]{1,64}$/.test(name)) throw invalid(called.name('name'), 'must be 1 to 64 letters, digits, underscores, dots or dashes.');
  const params = called.has('parameters')
    ? toGrammarSchema(called.object.parameters, called.name('parameters'), called.boolean('strict', false))
    : undefined;
  return [name, { description: called.string('description'), params }];
}

function readChoice(fields) {
  const choice = fields.object.tool_choice ?? 'auto';
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const named = typeof choice === 'object' ? fields.nested('tool_choice') : undefined;
  if (named?.object.type !== 'function') throw invalid('tool_choice', "must be 'auto', 'none', 'required' or {type: 'function', function: {name}}.");
  return { name: named.nested('function', { required: true }).string('name', { required: true }) };
}

function callSchema(callable) {
  const definitions = {};
  const calls = callable.map(([name, f], i) => ({
    type: 'object',
    properties: { name: { const: name }, arguments: withOwnDefinitions(f.params ?? { type: 'object', properties: {} }, i, definitions) },
    required: ['name', 'arguments'],
    additionalProperties: false,
  }));
  const root = calls.length === 1 ? calls[0] : { oneOf: calls };
  return Object.keys(definitions).length > 0 ? { ...root, $defs: definitions } : root;
}

/** Two tools may use the same name for different definitions: each tool's get its number in front. */
function withOwnDefinitions({ $defs = {}, ...schema }, i, definitions) {
  const renamed = value => JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/$defs/', `"$ref":"#/$defs/${i}-`));
  for (const [key, value] of Object.entries($defs)) definitions[`${i}-${key}`] = renamed(value);
  return renamed(schema);
}
