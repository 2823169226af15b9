import { unavailable } from './http/errors.mjs';
import { log } from './log.mjs';

/** How often a stopping server looks whether its last answer is through; and how long aborted answers get to say so. */
const lookMilliseconds = 20;
const lastWordMilliseconds = 1000;

/** When the process ends: on SIGTERM or SIGINT, or when the parent's pipe closes. What runs may finish first, for a limited time. */
export class Lifetime {
  #config;
  #server;
  #pool;
  #generator;
  #responses = new Set();

  constructor(config) {
    this.#config = config;
  }

  stopping = false;

  start(server, pool, generator) {
    this.#server = server;
    this.#pool = pool;
    this.#generator = generator;
    server.on('request', (request, response) => {
      this.#responses.add(response);
      response.once('close', () => this.#responses.delete(response));
    });
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
    this.#server.close();
    const finish = () => {
      log.info('stopped');
      process.exit(0);
    };
    const look = () => {
      if (!this.#answering) finish();
    };
    look();
    setInterval(look, lookMilliseconds);
    setTimeout(() => {
      this.#generator.abortAll(unavailable('stopping', 'The inference server is stopping.', 5));
      setTimeout(finish, lastWordMilliseconds);
    }, this.#config.drainSeconds * 1000);
  }

  /** True while somebody waits for an answer to a request that came in whole; half requests and silent connections don't count. */
  get #answering() {
    return [...this.#responses].some(response => response.req.complete && !response.writableFinished);
  }
}
