/** Counts and times of one request, in OpenAI's usage and llama-server's timings. */
export class Measure {
  #requested = performance.now();
  #started = 0;
  #prefilled = 0;
  #firstToken = 0;
  #ended = 0;

  promptTokens = 0;
  cachedTokens = 0;
  generatedTokens = 0;

  /** A slot is ours. */
  start() {
    this.#started = performance.now();
  }

  /** The prompt is evaluated. */
  prefilled() {
    this.#prefilled = performance.now();
  }

  /** Something was written; the first time counts. */
  wrote() {
    this.#firstToken ||= performance.now();
  }

  end(generatedTokens) {
    this.#ended = performance.now();
    this.generatedTokens = generatedTokens;
  }

  get usage() {
    return {
      prompt_tokens: this.promptTokens,
      completion_tokens: this.generatedTokens,
      total_tokens: this.promptTokens + this.generatedTokens,
      prompt_tokens_details: { cached_tokens: this.cachedTokens },
    };
  }

  /** Milliseconds and tokens per second; wait_ms is the time before a slot was free, loading included. */
  get timings() {
    const promptTokens = this.promptTokens - this.cachedTokens;
    const promptTime = this.#prefilled - this.#started;
    const time = this.#ended - this.#prefilled;
    return {
      cache_n: this.cachedTokens,
      prompt_n: promptTokens,
      prompt_ms: round(promptTime),
      prompt_per_second: perSecond(promptTokens, promptTime),
      predicted_n: this.generatedTokens,
      predicted_ms: round(time),
      predicted_per_second: perSecond(this.generatedTokens, time),
      wait_ms: round(this.#started - this.#requested),
      first_token_ms: this.#firstToken === 0 ? null : round(this.#firstToken - this.#requested),
    };
  }
}

const round = value => Math.round(value * 100) / 100;
const perSecond = (count, milliseconds) => (milliseconds > 0 ? round((count * 1000) / milliseconds) : 0);
