import { chatCompletions } from './endpoints/chatCompletions.mjs';
import { completions } from './endpoints/completions.mjs';
import { embeddings } from './endpoints/embeddings.mjs';
import { alive, health, slots } from './endpoints/health.mjs';
import { listModels, loadModel, unloadModel } from './endpoints/models.mjs';
import { Generator } from './generation/generator.mjs';
import { createListener } from './http/router.mjs';
import { Catalog } from './models/catalog.mjs';
import { Backend } from './models/backend.mjs';
import { ModelPool } from './models/pool.mjs';

/** Wires the parts; the table of what this server answers. */
export function createRoutes(config, lifetime) {
  const backend = new Backend(config);
  const parts = {
    config,
    lifetime,
    backend,
    catalog: new Catalog(config.modelsFolder),
    pool: new ModelPool(backend, config),
    generator: new Generator(config),
  };
  const listener = createListener({
    'POST /v1/chat/completions': chatCompletions(parts),
    'POST /v1/completions': completions(parts),
    'POST /v1/embeddings': embeddings(parts),
    'GET /v1/models': listModels(parts),
    'GET /models': listModels(parts),
    'POST /models/load': loadModel(parts),
    'POST /models/unload': unloadModel(parts),
    'GET /health': health(parts),
    'GET /alive': alive(),
    'GET /slots': slots(parts),
  });
  return { listener, pool: parts.pool, generator: parts.generator };
}
