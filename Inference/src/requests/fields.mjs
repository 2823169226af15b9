import { invalid, unsupported } from '../http/errors.mjs';

/** Reads the fields of a request object; every complaint names the field as the client wrote it, such as messages[2].content. */
export class Fields {
  constructor(object, prefix = '') {
    this.object = object;
    this.prefix = prefix;
  }

  name(key) {
    return this.prefix ? `${this.prefix}.${key}` : key;
  }

  /** Absent and null are the same to OpenAI clients. */
  has(key) {
    return this.object[key] !== undefined && this.object[key] !== null;
  }

  string(key, { fallback, required = false, maxLength = 10_000_000 } = {}) {
    return this.#read(key, { fallback, required }, value => {
      if (typeof value !== 'string') throw invalid(this.name(key), `must be a string, not ${typeName(value)}.`, 'invalid_type');
      if (value.length > maxLength) throw invalid(this.name(key), `is longer than ${maxLength} characters.`, 'too_long');
      return value;
    });
  }

  number(key, min, max, fallback) {
    return this.#read(key, { fallback }, value => {
      if (typeof value !== 'number') throw invalid(this.name(key), `must be a number, not ${typeName(value)}.`, 'invalid_type');
      if (value < min || value > max) throw invalid(this.name(key), `is ${value}; it must be from ${min} to ${max}.`);
      return value;
    });
  }

  integer(key, min, max, fallback) {
    const value = this.number(key, min, max, fallback);
    if (value !== undefined && !Number.isInteger(value)) throw invalid(this.name(key), `is ${value}; it must be a whole number.`);
    return value;
  }

  boolean(key, fallback) {
    return this.#read(key, { fallback }, value => {
      if (typeof value !== 'boolean') throw invalid(this.name(key), `must be true or false, not ${typeName(value)}.`, 'invalid_type');
      return value;
    });
  }

  array(key, { required = false, min = 0, max = 4096 } = {}) {
    return this.#read(key, { required }, value => {
      if (!Array.isArray(value)) throw invalid(this.name(key), `must be an array, not ${typeName(value)}.`, 'invalid_type');
      if (value.length < min || value.length > max) throw invalid(this.name(key), `has ${value.length} items; it must have ${min} to ${max}.`, 'invalid_length');
      return value;
    });
  }

  /** A nested object as Fields of its own. */
  nested(key, { required = false } = {}) {
    return this.#read(key, { required }, value => new Fields(asObject(value, this.name(key)), this.name(key)));
  }

  /** Refuses fields that would change the answer and cannot be honoured; `allowed` is the value that asks for nothing. */
  refuse(key, why, allowed = () => false) {
    if (this.has(key) && !allowed(this.object[key])) throw unsupported(this.name(key), why);
  }

  #read(key, { fallback, required }, check) {
    if (this.has(key)) return check(this.object[key]);
    if (required) throw invalid(this.name(key), 'is required.', 'missing_required_parameter');
    return fallback;
  }
}

export function asObject(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalid(name, `must be an object, not ${typeName(value)}.`, 'invalid_type');
  return value;
}

export const typeName = value => (value === null ? 'null' : Array.isArray(value) ? 'an array' : `a${/^[aeiou]/.test(typeof value) ? 'n' : ''} ${typeof value}`);
