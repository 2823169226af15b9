/**
 * The sequences of a model: each runs one generation at a time. Waiting requests are served in the order they came; among free
 * slots the one that already holds the longest beginning of the prompt is taken, so that a conversation keeps its state.
 */
export class Slots {
  #slots;
  #waiting = [];

  constructor(sequences) {
    this.#slots = sequences.map((sequence, id) => ({ id, sequence, busy: false, promptTokens: 0, startedAt: 0 }));
  }

  get all() {
    return this.#slots;
  }

  get waiting() {
    return this.#waiting.length;
  }

  /** Resolves to a slot for these prompt tokens; rejects with the signal's reason when it aborts first. */
  take(tokens, signal) {
    signal.throwIfAborted();
    const free = this.#slots.filter(slot => !slot.busy);
    if (free.length > 0) return Promise.resolve(occupy(mostAlike(free, tokens), tokens));
    return new Promise((resolve, reject) => {
      const entry = { tokens, resolve };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal.reason);
      };
      entry.forget = () => signal.removeEventListener('abort', onAbort);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(entry);
    });
  }

  release(slot) {
    slot.busy = false;
    const next = this.#waiting.shift();
    if (!next) return;
    next.forget();
    next.resolve(occupy(slot, next.tokens));
  }
}

function occupy(slot, tokens) {
  slot.busy = true;
  slot.promptTokens = tokens.length;
  slot.startedAt = performance.now();
  return slot;
}

const mostAlike = (slots, tokens) =>
  slots
    .map(slot => ({ slot, same: slot.sequence.compareContextTokens(tokens).firstDifferentIndex }))
    .reduce((best, candidate) => (candidate.same > best.same ? candidate : best)).slot;
