import { readGgufMetadata } from './ggufReader.mjs';

/** Architectures that make vectors, not text, even where the file names no pooling. */
const encoders = new Set(['bert', 'nomic-bert', 'nomic-bert-moe', 'jina-bert-v2', 'jina-bert-v3', 'modern-bert', 'neo-bert', 'eurobert', 'gemma-embedding']);

/** Pooling types of the GGUF metadata: 0 none, 1 mean, 2 CLS, 3 last, 4 rank (a reranker). */
const rankPooling = 4;

/** Values outside of these end llama.cpp by an assertion, and the server with it, instead of failing to load. */
const sane = { block_count: 511, embedding_length: 1_000_000, context_length: 1_000_000_000, 'attention.head_count': 65_536 };

/** What a GGUF file's header says about the model. Never throws: an unreadable file is a kind of its own, with the problem in words. */
export async function readHeader(file) {
  try {
    const metadata = await readGgufMetadata(file);
    const architecture = metadata.get('general.architecture');
    if (typeof architecture !== 'string') return unreadable('it names no architecture');
    for (const [key, most] of Object.entries(sane)) {
      const value = metadata.get(`${architecture}.${key}`);
      if (value !== undefined && !(value >= 1 && value <= most)) return unreadable(`${architecture}.${key} is ${value}, not 1 to ${most}`);
    }

    const pooling = metadata.get(`${architecture}.pooling_type`) ?? 0;
    if (pooling === rankPooling) return { kind: 'unreadable', problem: 'it is a reranker, which this server does not run' };
    return {
      kind: encoders.has(architecture) || pooling !== 0 ? 'embedding' : 'chat',
      architecture,
      contextLength: metadata.get(`${architecture}.context_length`),
      dimension: metadata.get(`${architecture}.embedding_length`),
    };
  } catch (error) {
    return unreadable(String(error?.message ?? error));
  }
}

const unreadable = why => ({ kind: 'unreadable', problem: `it is not a readable GGUF file: ${why}` });
