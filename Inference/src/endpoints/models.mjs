import { ApiError, invalid } from '../http/errors.mjs';
import { readJson } from '../http/body.mjs';
import { Fields } from '../requests/fields.mjs';

/** GET /v1/models: every file of the models folder with its state, and the public names that stand for them. Loads nothing. */
export function listModels({ catalog, pool }) {
  return async () => {
    const { models, aliases, warnings } = await catalog.read();
    const files = models.map(file => describe(file, pool, aliases));
    const named = aliases.flatMap(alias => {
      const target = files.find(f => f.id === alias.target);
      return target ? [{ ...target, id: alias.id, aliases: [], alias_of: alias.target, alias_reason: alias.reason }] : [];
    });
    const open = aliases.filter(a => a.target === undefined).map(a => `${a.id}: ${a.reason}`);
    return { object: 'list', data: [...files, ...named], folder: catalog.folder, warnings: [...warnings, ...open] };
  };
}

/** POST /models/load {model}: answers when it is in memory. */
export function loadModel({ config, catalog, pool }) {
  return async ({ request, signal }) => {
    const file = await catalog.find(await readModel(request, config));
    await pool.load(file, signal);
    return { success: true, model: file.id, state: 'loaded' };
  };
}

/** POST /models/unload {model}: answers when its requests are through and its memory is free. */
export function unloadModel({ config, catalog, pool }) {
  return async ({ request }) => {
    const file = await catalog.find(await readModel(request, config));
    if (!(await pool.unload(file.id)))
      throw new ApiError(400, 'invalid_request_error', `The model '${file.id}' is not loaded.`, { param: 'model', code: 'model_not_loaded' });
    return { success: true, model: file.id, state: 'unloaded' };
  };
}

async function readModel(request, config) {
  const fields = new Fields(await readJson(request, config.bodyBytes));
  const model = fields.string('model', { required: true, maxLength: 500 });
  if (model === '') throw invalid('model', 'is empty.');
  return model;
}

function describe(file, pool, aliases) {
  const resident = pool.residents.get(file.id);
  const state = resident?.state ?? 'unloaded';
  const failure = file.problem ?? pool.failureOf(file);
  return {
    id: file.id,
    object: 'model',
    created: Math.floor(file.modified.getTime() / 1000),
    owned_by: 'local',
    state,
    status: { value: state, ...(state === 'loading' && { progress: Math.round(resident.progress * 100) / 100 }), ...(failure && { failed: true, error: failure }) },
    kind: file.kind,
    file: file.file,
    size: file.size,
    architecture: file.architecture ?? null,
    context_length: file.contextLength ?? null,
    ...(file.kind === 'embedding' && { dimension: file.dimension }),
    aliases: aliases.filter(a => a.target === file.id).map(a => a.id),
  };
}
