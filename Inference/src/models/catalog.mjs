import fs from 'node:fs/promises';
import path from 'node:path';
import { ApiError } from '../http/errors.mjs';
import { readHeader } from './header.mjs';

/** The two names everybody asks for; which file answers them is this machine's business. */
const publicNames = ['chat-7b', 'code-7b'];
const mappingFile = 'models.json';
const maxFiles = 500;

/**
 * The models folder as it is now. Nothing is loaded to list it: only the headers of the files are read, once per version of a file.
 * A model: {id, file, path, size, modified, kind: 'chat' | 'embedding' | 'unreadable', architecture, contextLength, dimension, problem}.
 */
export class Catalog {
  #folder;
  #headers = new Map();

  constructor(folder) {
    this.#folder = folder;
  }

  get folder() {
    return this.#folder;
  }

  /** → {models, aliases: [{id, target, reason}], warnings} */
  async read() {
    const warnings = [];
    const models = await this.#models(warnings);
    const mapping = await this.#mapping(warnings);
    return { models, aliases: resolveAliases(models, mapping, warnings), warnings };
  }

  /** The model a request names: a file's id first, then an alias. Throws a 404 that lists what there is. */
  async find(name) {
    const { models, aliases } = await this.read();
    const alias = aliases.find(a => a.id === name);
    const model = models.find(m => m.id === name) ?? models.find(m => m.id === alias?.target);
    if (model) return model;
    const known = [...models.map(m => m.id), ...aliases.filter(a => a.target).map(a => a.id)];
    const there = known.length > 0
      ? `These are there: ${known.slice(0, 20).join(', ')}.`
      : `No models are there: put a .gguf file into ${this.#folder}.`;
    const why = alias ? ` ${alias.reason}` : '';
    throw new ApiError(404, 'invalid_request_error', `The model '${name}' does not exist.${why} ${there}`, { param: 'model', code: 'model_not_found' });
  }

  async #models(warnings) {
    let names;
    try {
      names = await fs.readdir(this.#folder);
    } catch (error) {
      warnings.push(error.code === 'ENOENT'
        ? `The models folder ${this.#folder} does not exist yet; create it and put a .gguf file into it.`
        : `The models folder ${this.#folder} cannot be read: ${error.code}.`);
      return [];
    }

    const files = names.filter(isModelFile).sort();
    if (files.length > maxFiles) warnings.push(`Only the first ${maxFiles} of ${files.length} files in ${this.#folder} are listed.`);
    const models = await Promise.all(files.slice(0, maxFiles).map(file => this.#model(file, names)));
    for (const known of this.#headers.keys()) if (!models.some(m => m?.path === known)) this.#headers.delete(known);
    // A projector (the eyes of a vision model) is a part, not a model.
    return models.filter(m => m !== undefined && m.architecture !== 'clip');
  }

  async #model(file, names) {
    const full = path.join(this.#folder, file);
    const parts = partsOf(file, names);
    const stats = await Promise.all(parts.map(part => fs.stat(path.join(this.#folder, part)).catch(() => undefined)));
    if (!stats[0]?.isFile()) return undefined;
    const version = `${stats[0].size} ${stats[0].mtimeMs}`;
    let cached = this.#headers.get(full);
    if (cached?.version !== version) {
      cached = { version, header: readHeader(full) };
      this.#headers.set(full, cached);
    }

    return {
      id: idOf(file),
      file,
      path: full,
      version,
      size: stats.reduce((sum, s) => sum + (s?.size ?? 0), 0),
      modified: stats[0].mtime,
      ...(await cached.header),
    };
  }

  async #mapping(warnings) {
    const file = path.join(this.#folder, mappingFile);
    try {
      const text = await fs.readFile(file, 'utf8');
      const mapping = JSON.parse(text.slice(0, 1_000_000));
      if (mapping !== null && typeof mapping === 'object' && !Array.isArray(mapping) && Object.values(mapping).every(v => typeof v === 'string')) return mapping;
      warnings.push(`${file} is ignored: it must be an object of names and file names, such as {"chat-7b": "file.gguf"}.`);
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') warnings.push(`${file} is ignored: ${error.message}`);
    }

    return {};
  }
}

function resolveAliases(models, mapping, warnings) {
  const chat = models.filter(m => m.kind === 'chat');
  const aliases = Object.entries(mapping).map(([id, file]) => {
    const target = models.find(m => m.file === file || m.id === file);
    if (!target) warnings.push(`${mappingFile} maps ${id} to ${file}, which is not in the folder.`);
    return target
      ? { id, target: target.id, reason: `mapped by ${mappingFile}` }
      : { id, target: undefined, reason: `${mappingFile} maps it to ${file}, which is not in the folder.` };
  });
  for (const id of publicNames) {
    if (chat.length === 1 && !aliases.some(a => a.id === id)) aliases.push({ id, target: chat[0].id, reason: 'the only chat model here' });
    else if (chat.length > 1 && !aliases.some(a => a.id === id) && !models.some(m => m.id === id))
      aliases.push({ id, target: undefined, reason: `There are ${chat.length} chat models: say which one in ${mappingFile}, such as {"${id}": "${chat[0].file}"}.` });
  }

  return aliases.filter(a => !models.some(m => m.id === a.id));
}

const partPattern = /-(\d{5})-of-(\d{5})\.gguf$/i;

/** Of a model split into parts only the first counts: llama.cpp finds the others. */
const isModelFile = name => /\.gguf$/i.test(name) && !name.startsWith('.') && (partPattern.exec(name)?.[1] ?? '00001') === '00001';

const idOf = file => file.replace(partPattern, '').replace(/\.gguf$/i, '');

function partsOf(file, names) {
  const part = partPattern.exec(file);
  if (!part) return [file];
  const stem = file.slice(0, part.index);
  return names.filter(n => n.startsWith(stem) && partPattern.exec(n)?.[2] === part[2]).sort();
}
