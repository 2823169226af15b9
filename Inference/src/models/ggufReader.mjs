import fs from 'node:fs/promises';

/** Limits against a header that lies: no real model comes near them. */
const maxKeys = 10_000;
const maxTextBytes = 1_000_000;
const maxElements = 10_000_000;
const bufferBytes = 256 * 1024;

/** Byte sizes of the fixed-size value types of ggml's docs/gguf.md, by type number; strings are 8, arrays 9. */
const sizes = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const stringType = 8;
const arrayType = 9;

/**
 * The metadata of a GGUF file (versions 2 and 3, little endian) as a Map. Arrays, which hold the vocabulary, are skipped:
 * describing a model takes a few file reads and no memory. Throws an Error that says what is wrong with the file.
 */
export async function readGgufMetadata(path) {
  const file = await fs.open(path, 'r');
  try {
    return await new Reader(file, (await file.stat()).size).metadata();
  } finally {
    await file.close();
  }
}

class Reader {
  #file;
  #size;
  #position = 0;
  #buffer = Buffer.alloc(0);
  #bufferStart = 0;

  constructor(file, size) {
    this.#file = file;
    this.#size = size;
  }

  async metadata() {
    if (this.#size < 24 || (await this.#take(4)).toString('latin1') !== 'GGUF') throw new Error('it does not begin as a GGUF file');
    const version = (await this.#take(4)).readUInt32LE();
    if (version !== 2 && version !== 3) throw new Error(`GGUF version ${version} is not known, only 2 and 3`);
    await this.#take(8); // number of tensors
    const count = await this.#count(maxKeys, 'keys');
    const values = new Map();
    for (let i = 0; i < count; i++) {
      const key = await this.#text();
      const value = await this.#value((await this.#take(4)).readUInt32LE());
      if (value !== undefined) values.set(key, value);
    }

    return values;
  }

  async #value(type) {
    if (type === stringType) return await this.#text();
    if (type === arrayType) return await this.#skipArray();
    const size = sizes[type];
    if (size === undefined) throw new Error(`it has a value of the unknown type ${type}`);
    const bytes = await this.#take(size);
    switch (type) {
      case 6:
        return bytes.readFloatLE();
      case 7:
        return bytes[0] !== 0;
      case 10:
        return Number(bytes.readBigUInt64LE());
      case 11:
        return Number(bytes.readBigInt64LE());
      case 12:
        return bytes.readDoubleLE();
      default:
        return type % 2 === 0 ? bytes.readUIntLE(0, size) : bytes.readIntLE(0, size);
    }
  }

  async #skipArray() {
    const type = (await this.#take(4)).readUInt32LE();
    const count = await this.#count(maxElements, 'array elements');
    if (sizes[type] !== undefined) this.#skip(count * sizes[type]);
    else if (type === stringType) for (let i = 0; i < count; i++) this.#skip(await this.#count(maxTextBytes, 'bytes of a text'));
    else throw new Error(`it has an array of the unknown type ${type}`);
  }

  async #text() {
    return (await this.#take(await this.#count(maxTextBytes, 'bytes of a text'))).toString('utf8');
  }

  async #count(limit, what) {
    const value = (await this.#take(8)).readBigUInt64LE();
    if (value > limit) throw new Error(`it claims ${value} ${what}`);
    return Number(value);
  }

  #skip(length) {
    this.#position += length;
    if (this.#position > this.#size) throw new Error('it ends in the middle of its header');
  }

  async #take(length) {
    const start = this.#position;
    this.#skip(length);
    if (start < this.#bufferStart || start + length > this.#bufferStart + this.#buffer.length) {
      const bytes = Buffer.alloc(Math.min(Math.max(length, bufferBytes), this.#size - start));
      const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, start);
      if (bytesRead < length) throw new Error('it became shorter while it was read');
      this.#buffer = bytes.subarray(0, bytesRead);
      this.#bufferStart = start;
    }

    return this.#buffer.subarray(start - this.#bufferStart, start - this.#bufferStart + length);
  }
}
