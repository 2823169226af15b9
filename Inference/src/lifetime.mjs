import { unavailable } from './http/errors.mjs';
import { log } from './log.mjs';

/** When the process ends: on SIGTERM or SIGINT, or when the parent's pipe closes. What runs may finish first, for a limited time. */
export class Lifetime {
  #config;
  #server;
  #pool;
  #generator;

  constructor(config) {
    this.#config = config;
  }

  stopping = false;

  start(server, pool, generator) {
    this.#server = server;
    this.#pool = pool;
    this.#generator = generator;
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => this.#stop(signal));
    if (!this.#config.parentPipe) return;
    // A parent that was killed cannot say so, but its end of the pipe closes.
    process.stdin.on('end', () => this.#stop('the parent is gone'));
    process.stdin.on('error', () => this.#stop('the parent is gone'));
    process.stdin.resume();
  }

  #stop(why) {
    if (this.stopping) process.exit(1); // asked twice
    this.stopping = true;
    log.info(`stopping: ${why}; ${this.#generator.counts.active} generations run`);
    this.#pool.stop();
    const finish = () => {
      log.info('stopped');
      process.exit(0);
    };
    this.#server.close(finish);
    // A connection kept alive by its client becomes idle only when its answer is through.
    setInterval(() => this.#server.closeIdleConnections(), 20);
    setTimeout(() => {
      this.#generator.abortAll(unavailable('stopping', 'The inference server is stopping.', 5));
      setTimeout(finish, 1000);
    }, this.#config.drainSeconds * 1000);
  }
}
