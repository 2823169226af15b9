import { invalid } from '../http/errors.mjs';
import { toGrammarSchema } from './jsonSchema.mjs';

/** The schema an answer must have: 'json' for any JSON object, a schema of node-llama-cpp, or undefined for free text. */
export function readResponseFormat(fields) {
  const format = fields.nested('response_format');
  if (!format) return undefined;
  const type = format.string('type', { required: true });
  switch (type) {
    case 'text':
      return undefined;
    case 'json_object':
      // llama-server also takes a schema here.
      return format.has('schema') ? toGrammarSchema(format.object.schema, format.name('schema'), false) : 'json';
    case 'json_schema': {
      const wrapper = format.nested('json_schema', { required: true });
      wrapper.nested('schema', { required: true });
      return toGrammarSchema(wrapper.object.schema, wrapper.name('schema'), wrapper.boolean('strict', false));
    }
    default:
      throw invalid(format.name('type'), `is '${type.slice(0, 50)}'; it must be one of: text, json_object, json_schema.`);
  }
}
