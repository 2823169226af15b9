// Configuration comes from the environment only; every value is checked before anything starts.
import os from 'node:os';
import path from 'node:path';

/** A setting that is not allowed: the message names the key, the value and what is allowed. */
export class ConfigurationError extends Error {}

export function readConfig(env = process.env, cores = os.availableParallelism()) {
  const integer = (key, fallback, min, max, unit) => {
    const text = env[key];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new ConfigurationError(`${key} is "${text}"; it must be a whole number from ${min} to ${max} (${unit}).`);
    return value;
  };
  const oneOf = (key, fallback, allowed) => {
    const text = env[key] || fallback;
    if (!allowed.includes(text)) throw new ConfigurationError(`${key} is "${text}"; it must be one of: ${allowed.join(', ')}.`);
    return text;
  };

  return Object.freeze({
    port: integer('PORT', 8001, 0, 65535, 'TCP port, 0 for a free one'),
    modelsFolder: modelsFolder(env),
    // llama.cpp spins while it waits for its slowest thread: more threads than free cores makes it many times slower.
    threads: integer('LOCALAI_THREADS', Math.max(1, Math.floor(cores / 2)), 1, 256, 'threads'),
    slots: integer('LOCALAI_SLOTS', cores >= 4 ? 2 : 1, 1, 16, 'generations at once per model'),
    queue: integer('LOCALAI_QUEUE', 32, 0, 1024, 'waiting requests per model'),
    contextTokens: integer('LOCALAI_CONTEXT', 4096, 256, 262144, 'tokens per slot'),
    batchTokens: integer('LOCALAI_BATCH', 128, 16, 4096, 'prompt tokens evaluated between two looks at cancellation'),
    maxTokens: integer('LOCALAI_MAX_TOKENS', 2048, 1, 262144, 'tokens of an answer when the request sets no limit'),
    maxLoaded: integer('LOCALAI_MAX_LOADED', 2, 1, 16, 'models in memory'),
    ttlSeconds: integer('LOCALAI_TTL_SECONDS', 900, 0, 604800, 'seconds, 0 never unloads'),
    loadSeconds: integer('LOCALAI_LOAD_SECONDS', 300, 1, 3600, 'seconds a request waits for its model'),
    generationSeconds: integer('LOCALAI_GENERATION_SECONDS', 600, 1, 86400, 'seconds'),
    drainSeconds: integer('LOCALAI_DRAIN_SECONDS', 8, 0, 600, 'seconds'),
    bodyBytes: integer('LOCALAI_BODY_MB', 10, 1, 256, 'megabytes') * 1024 * 1024,
    gpu: oneOf('LOCALAI_GPU', 'auto', ['auto', 'off']),
    gpuLayers: gpuLayers(env.LOCALAI_GPU_LAYERS),
    parentPipe: oneOf('LOCALAI_PARENT_PIPE', '0', ['0', '1']) === '1',
  });
}

function modelsFolder(env) {
  const folder = env.LOCALAI_MODELS || path.join(dataFolder(env), 'models');
  if (!path.isAbsolute(folder)) throw new ConfigurationError(`LOCALAI_MODELS is "${folder}"; it must be an absolute path.`);
  return path.normalize(folder);
}

/** The data folder of LocalAi: $LOCALAI_DATA, else the platform's place for application data. */
function dataFolder(env) {
  if (env.LOCALAI_DATA) return env.LOCALAI_DATA;
  if (env.XDG_DATA_HOME) return path.join(env.XDG_DATA_HOME, 'localai');
  if (process.platform === 'win32') return path.join(env.LOCALAPPDATA || path.join(os.homedir(), 'AppData', 'Local'), 'localai');
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support', 'localai');
  return path.join(os.homedir(), '.local', 'share', 'localai');
}

function gpuLayers(text) {
  if (!text || text === 'auto' || text === 'max') return text || 'auto';
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 1000)
    throw new ConfigurationError(`LOCALAI_GPU_LAYERS is "${text}"; it must be auto, max or a whole number from 0 to 1000 (layers on the GPU).`);
  return value;
}
