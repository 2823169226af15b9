import { invalid, unsupported } from '../http/errors.mjs';
import { asObject } from './fields.mjs';

const scalarTypes = new Set(['string', 'number', 'integer', 'boolean', 'null']);
const anything = { oneOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'object', additionalProperties: true }, { type: 'array' }] };
const maxNodes = 2000;
/** A grammar repeats a rule that often: larger counts make it grow beyond use. */
const maxCount = 1000;

/** Constraints a grammar of node-llama-cpp cannot hold. With strict they are refused, without they are hints. */
const notHeld = [
  'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'uniqueItems', 'not', 'if', 'then', 'else',
  'patternProperties', 'propertyNames', 'contains', 'dependentRequired', 'dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems',
];
const heldFormats = new Set(['date-time', 'time', 'date']);

/** A JSON Schema as the subset node-llama-cpp makes grammars of. `name` is the field it came in. */
export function toGrammarSchema(schema, name, strict) {
  const converter = new Converter(strict);
  const root = converter.convert(schema, name);
  const definitions = { ...schema.definitions, ...schema.$defs };
  const entries = Object.entries(definitions).map(([key, value]) => [key, converter.convert(value, `${name}.$defs.${key}`)]);
  return entries.length > 0 ? { ...root, $defs: Object.fromEntries(entries) } : root;
}

class Converter {
  #strict;
  #nodes = 0;

  constructor(strict) {
    this.#strict = strict;
  }

  convert(schema, name) {
    if (++this.#nodes > maxNodes) throw invalid(name, `makes the schema larger than ${maxNodes} parts.`);
    if (schema === true) return anything;
    asObject(schema, name);
    this.#refuseWhatIsNotHeld(schema, name);
    if (schema.$ref !== undefined) return { $ref: reference(schema.$ref, `${name}.$ref`) };
    if (schema.const !== undefined) return { const: scalar(schema.const, `${name}.const`) };
    if (schema.enum !== undefined) return { enum: list(schema.enum, `${name}.enum`).map((v, i) => scalar(v, `${name}.enum[${i}]`)) };
    for (const key of ['anyOf', 'oneOf'])
      if (schema[key] !== undefined) return { oneOf: list(schema[key], `${name}.${key}`).map((s, i) => this.convert(s, `${name}.${key}[${i}]`)) };
    if (schema.allOf !== undefined) {
      if (list(schema.allOf, `${name}.allOf`).length !== 1) throw unsupported(`${name}.allOf`, 'schemas cannot be combined.');
      return this.convert(schema.allOf[0], `${name}.allOf[0]`);
    }

    return this.#typed(schema, name);
  }

  #typed(schema, name) {
    const type = schema.type ?? (schema.properties ? 'object' : schema.items ? 'array' : undefined);
    if (type === undefined) return anything;
    if (Array.isArray(type)) {
      if (type.length > 0 && type.every(t => scalarTypes.has(t))) return { type };
      return { oneOf: list(type, `${name}.type`).map(t => this.#typed({ ...schema, type: t }, name)) };
    }

    const description = typeof schema.description === 'string' ? { description: schema.description } : {};
    if (type === 'object') return { type, ...this.#object(schema, name), ...description };
    if (type === 'array') return { type, ...this.#array(schema, name), ...description };
    if (!scalarTypes.has(type)) throw invalid(`${name}.type`, `is '${String(type).slice(0, 50)}'; it must be a type of JSON Schema.`);
    if (type === 'string' && heldFormats.has(schema.format)) return { type, format: schema.format, ...description };
    if (type === 'string') return { type, ...counts(schema, name, ['minLength', 'maxLength']), ...description };
    return { type, ...description };
  }

  #object(schema, name) {
    const properties = Object.entries(asObject(schema.properties ?? {}, `${name}.properties`));
    const converted = properties.map(([key, value]) => [key, this.convert(value, `${name}.properties.${key}`)]);
    const additional = schema.additionalProperties;
    return {
      properties: Object.fromEntries(converted),
      required: schema.required === undefined ? [] : list(schema.required, `${name}.required`, 0).filter(key => Object.hasOwn(schema.properties ?? {}, key)),
      // An object without listed properties is a free one; else only what is listed is written.
      additionalProperties: additional !== null && typeof additional === 'object'
        ? this.convert(additional, `${name}.additionalProperties`)
        : additional === true || (additional === undefined && properties.length === 0),
      ...counts(schema, name, ['minProperties', 'maxProperties']),
    };
  }

  #array(schema, name) {
    const items = schema.items === undefined ? {} : { items: this.convert(schema.items, `${name}.items`) };
    const prefix = schema.prefixItems === undefined
      ? {}
      : { prefixItems: list(schema.prefixItems, `${name}.prefixItems`).map((s, i) => this.convert(s, `${name}.prefixItems[${i}]`)) };
    return { ...items, ...prefix, ...counts(schema, name, ['minItems', 'maxItems']) };
  }

  #refuseWhatIsNotHeld(schema, name) {
    if (!this.#strict) return;
    const key = notHeld.find(k => schema[k] !== undefined);
    if (key) throw unsupported(`${name}.${key}`, 'it cannot be enforced; leave it out or set strict to false.');
    if (schema.format !== undefined && !heldFormats.has(schema.format))
      throw unsupported(`${name}.format`, `only ${[...heldFormats].join(', ')} can be enforced; leave it out or set strict to false.`);
  }
}

function counts(schema, name, keys) {
  const present = keys.filter(key => schema[key] !== undefined);
  for (const key of present)
    if (!Number.isInteger(schema[key]) || schema[key] < 0 || schema[key] > maxCount)
      throw invalid(`${name}.${key}`, `is ${String(schema[key]).slice(0, 30)}; it must be a whole number from 0 to ${maxCount}.`);
  return Object.fromEntries(present.map(key => [key, schema[key]]));
}

function list(value, name, min = 1) {
  if (!Array.isArray(value) || value.length < min) throw invalid(name, min > 0 ? 'must be a non-empty array.' : 'must be an array.');
  return value;
}

function scalar(value, name) {
  if (value !== null && typeof value === 'object') throw unsupported(name, 'only strings, numbers, booleans and null can be listed.');
  return value;
}

function reference(value, name) {
  const match = typeof value === 'string' ? /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(value) : null;
  if (!match) throw unsupported(name, "only references such as '#/$defs/Name' can be followed.");
  return `#/$defs/${match[1]}`;
}
