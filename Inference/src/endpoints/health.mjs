import { sendJson } from '../http/router.mjs';

/**
 * GET /health: 200 when requests are served; 503 while the only model is still loading (as llama-server) and while stopping.
 * Never wakes a model and never counts as use of one.
 */
export function health({ config, pool, backend, generator, lifetime }) {
  return async ({ response }) => {
    const residents = [...pool.residents.values()];
    const named = state => residents.filter(r => r.state === state).map(r => r.id);
    const slots = residents.flatMap(r => r.model?.slots?.all ?? []);
    const status = lifetime.stopping ? 'stopping' : named('loading').length > 0 && named('loaded').length === 0 ? 'loading' : 'ok';
    sendJson(response, status === 'ok' ? 200 : 503, {
      status,
      ...(status === 'loading' && { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }),
      models: { folder: config.modelsFolder, loaded: named('loaded'), loading: named('loading'), unloading: named('unloading') },
      requests: residents.reduce((sum, r) => sum + r.inFlight, 0),
      slots: { total: slots.length, busy: slots.filter(s => s.busy).length, waiting: residents.reduce((sum, r) => sum + (r.model?.slots?.waiting ?? 0), 0) },
      generations: { ...generator.counts },
      llama_cpp: backend.description,
      limits: { threads: config.threads, slots: config.slots, queue: config.queue, context: config.contextTokens, max_loaded: config.maxLoaded, ttl_seconds: config.ttlSeconds },
      uptime_seconds: Math.round(process.uptime()),
      memory_bytes: process.memoryUsage.rss(),
    });
  };
}

/** GET /alive: 200 as long as the process answers. */
export const alive = () => async () => ({ status: 'alive' });

/** GET /slots: what each slot of the loaded models does, for idle checks. Never wakes a model. */
export function slots({ pool }) {
  return async () =>
    [...pool.residents.values()].flatMap(resident =>
      (resident.model?.slots?.all ?? []).map(slot => ({
        id: slot.id,
        model: resident.id,
        is_processing: slot.busy,
        n_ctx: resident.model.contextTokens,
        n_prompt_tokens: slot.promptTokens,
        running_ms: slot.busy ? Math.round(performance.now() - slot.startedAt) : 0,
        idle_ms: resident.inFlight > 0 ? 0 : Math.round(performance.now() - resident.usedAt),
      })),
    );
}
