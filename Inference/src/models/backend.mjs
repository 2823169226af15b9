import { setTimeout as delay } from 'node:timers/promises';
import { log } from '../log.mjs';

const keptLines = 20;
const lateMilliseconds = 50;

/** The native library. It comes with the first model (half a second, 60 MB), so that a server nobody uses stays small, and is then kept. */
export class Backend {
  #config;
  #llama;
  #lines = [];

  constructor(config) {
    this.#config = config;
  }

  /** What runs: {release, gpu, threads}; null before the first model. */
  description = null;

  async get() {
    this.#llama ??= this.#start();
    try {
      return await this.#llama;
    } catch (error) {
      this.#llama = undefined;
      throw error;
    }
  }

  /** The last errors llama.cpp logged, oldest first, each once: they say why a model would not load. */
  async takeErrors() {
    // Its log lines come from another thread, a moment later than the failure.
    await delay(lateMilliseconds);
    return [...new Set(this.#lines.splice(0))];
  }

  async #start() {
    const { getLlama } = await import('node-llama-cpp');
    const llama = await getLlama({
      // For Macs of the Arm kind there is only the library with Metal; off then means no layers on it.
      gpu: this.#config.gpu === 'off' && !(process.platform === 'darwin' && process.arch === 'arm64') ? false : 'auto',
      // Only the installed binaries: a service must not start to compile on its own.
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: this.#config.threads,
      logLevel: 'warn',
      logger: (level, message) => this.#keep(level, message.trim()),
    });
    this.description = { release: llama.llamaCppRelease.release, gpu: llama.gpu || 'none', threads: this.#config.threads };
    log.info(`llama.cpp ${this.description.release}, GPU ${this.description.gpu}, ${this.description.threads} threads`);
    return llama;
  }

  #keep(level, message) {
    if (message === '') return;
    if (level === 'error' || level === 'fatal') this.#lines.push(message);
    if (this.#lines.length > keptLines) this.#lines.shift();
    log.warn(`llama.cpp ${level}: ${message}`);
  }
}
