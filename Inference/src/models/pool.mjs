import { ClientGone, serverError, tooBusy, unavailable } from '../http/errors.mjs';
import { log } from '../log.mjs';
import { untilAborted } from '../untilAborted.mjs';
import { LoadedModel } from './loadedModel.mjs';

/** How long a failed load is answered from memory, so that a flood of requests does not read a broken file again and again. */
const failureMilliseconds = 5_000;

/**
 * The models in memory. A model is loaded by the first request for it and unloaded when nobody used it for the TTL, when another
 * one needs its place (least recently used first), or on demand. Loads happen one after another: each measures free memory.
 */
export class ModelPool {
  #backend;
  #config;
  #residents = new Map();
  #failures = new Map();
  #requests = new Map();
  #loads = Promise.resolve();
  #stopping = new AbortController();

  constructor(backend, config) {
    this.#backend = backend;
    this.#config = config;
  }

  /** {state, progress, model, inFlight, usedAt} by model id: 'loading' | 'loaded' | 'unloading'; what is not there is unloaded. */
  get residents() {
    return this.#residents;
  }

  /** Why the last load of this version of a file failed, if it did. */
  failureOf(file) {
    const failure = this.#failures.get(file.id);
    return failure?.version === file.version ? failure.message : undefined;
  }

  /**
   * Runs `work(loadedModel)` with the model kept in memory. Rejects with 429 when too many requests are there for this model,
   * 503 when it takes too long to load, 500 when it does not load.
   */
  async use(file, signal, work) {
    if (this.#stopping.signal.aborted) throw stoppingError();
    const limit = this.#config.slots + this.#config.queue;
    const requests = this.#requests.get(file.id) ?? 0;
    if (requests >= limit)
      throw tooBusy(`The model '${file.id}' has ${requests} requests running or waiting, the most allowed (LOCALAI_SLOTS + LOCALAI_QUEUE).`, 1);
    this.#requests.set(file.id, requests + 1);
    try {
      return await this.#use(file, signal, work);
    } finally {
      const left = this.#requests.get(file.id) - 1;
      if (left > 0) this.#requests.set(file.id, left);
      else this.#requests.delete(file.id);
    }
  }

  async #use(file, signal, work) {
    const deadline = AbortSignal.timeout(this.#config.loadSeconds * 1000);
    const patience = AbortSignal.any([signal, deadline, this.#stopping.signal]);
    try {
      let resident = this.#residents.get(file.id);
      while (resident?.state === 'unloading') {
        await untilAborted(resident.gone, patience);
        resident = this.#residents.get(file.id);
      }

      resident ??= this.#load(file);
      this.#enter(resident);
      try {
        const loaded = await untilAborted(resident.ready, patience);
        return await work(loaded);
      } finally {
        this.#leave(resident);
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : new ClientGone();
      if (error === deadline.reason) throw unavailable('model_loading', `The model '${file.id}' is still loading after ${this.#config.loadSeconds} s.`, 5);
      throw error;
    }
  }

  /** Loads a model ahead of its first request. */
  async load(file, signal) {
    await this.use(file, signal, () => undefined);
  }

  /** Unloads a model when its requests are through. Resolves false when it is not in memory. */
  async unload(id) {
    const resident = this.#residents.get(id);
    if (!resident) return false;
    await resident.ready.catch(() => undefined);
    if (this.#residents.get(id) === resident) this.#retire(resident, 'on demand');
    await resident.gone;
    return true;
  }

  /** Ends loading and takes no more requests; those that run go on. */
  stop() {
    this.#stopping.abort(stoppingError());
  }

  #load(file) {
    const failure = this.#failures.get(file.id);
    if (failure?.version === file.version && performance.now() - failure.at < failureMilliseconds) throw loadFailed(file, failure.message);
    const resident = { id: file.id, state: 'loading', progress: 0, inFlight: 0, usedAt: performance.now(), model: undefined, timer: undefined };
    resident.gone = new Promise(resolve => (resident.markGone = resolve));
    this.#residents.set(file.id, resident);
    resident.ready = this.#loads.then(() => this.#loadNow(file, resident));
    this.#loads = resident.ready.catch(() => undefined);
    return resident;
  }

  async #loadNow(file, resident) {
    const started = performance.now();
    const signal = this.#stopping.signal;
    try {
      if (file.problem) throw new Error(file.problem);
      await this.#makeRoom(resident);
      signal.throwIfAborted();
      const llama = await this.#backend.get();
      resident.model = await LoadedModel.load(llama, file, this.#config, { signal, onProgress: part => (resident.progress = part) });
      resident.state = 'loaded';
      resident.usedAt = performance.now();
      this.#failures.delete(file.id);
      log.info(`${file.id}: loaded in ${Math.round(performance.now() - started)} ms`);
      if (resident.inFlight === 0) this.#watchIdle(resident);
      return resident.model;
    } catch (error) {
      const message = [String(error?.message ?? error), ...(await this.#backend.takeErrors())].join('; ').slice(0, 1000);
      this.#residents.delete(file.id);
      resident.markGone();
      if (signal.aborted) throw stoppingError();
      this.#failures.set(file.id, { version: file.version, message, at: performance.now() });
      log.error(`${file.id}: not loaded: ${message}`);
      throw loadFailed(file, message);
    }
  }

  async #makeRoom(newcomer) {
    for (;;) {
      const others = [...this.#residents.values()].filter(r => r !== newcomer && r.state !== 'loading');
      if (others.length < this.#config.maxLoaded) return;
      const leaving = others.find(r => r.state === 'unloading');
      const victim = leaving ?? others.reduce((a, b) => (rank(b) < rank(a) ? b : a));
      // A busy model leaves when its requests are through; new ones for it wait behind the newcomer, so that two models take turns.
      if (!leaving) this.#retire(victim, `to make room for ${newcomer.id}`);
      await untilAborted(victim.gone, this.#stopping.signal);
    }
  }

  #enter(resident) {
    resident.inFlight++;
    clearTimeout(resident.timer);
  }

  #leave(resident) {
    resident.inFlight--;
    resident.usedAt = performance.now();
    if (resident.inFlight > 0) return;
    if (resident.state === 'loaded') this.#watchIdle(resident);
    else if (resident.state === 'unloading') void this.#dispose(resident);
  }

  #watchIdle(resident) {
    clearTimeout(resident.timer);
    if (this.#config.ttlSeconds === 0) return;
    const idle = () => this.#retire(resident, `idle for ${this.#config.ttlSeconds} s`);
    resident.timer = setTimeout(idle, this.#config.ttlSeconds * 1000).unref();
  }

  #retire(resident, why) {
    if (resident.state !== 'loaded') return;
    resident.state = 'unloading';
    clearTimeout(resident.timer);
    log.info(`${resident.id}: unloading, ${why}`);
    if (resident.inFlight === 0) void this.#dispose(resident);
  }

  async #dispose(resident) {
    try {
      await resident.model.dispose();
    } catch (error) {
      log.error(`${resident.id}: unloading failed: ${error?.message ?? error}`);
    } finally {
      this.#residents.delete(resident.id);
      resident.markGone();
    }
  }
}

/** Idle models go first, then the least recently used. */
const rank = resident => (resident.inFlight > 0 ? Number.MAX_SAFE_INTEGER / 2 : 0) + resident.usedAt;

const stoppingError = () => unavailable('stopping', 'The inference server is stopping.', 5);

const loadFailed = (file, message) => serverError('model_load_failed', `The model '${file.id}' (${file.file}) could not be loaded: ${message}`);
