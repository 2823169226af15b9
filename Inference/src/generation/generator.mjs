import { invalid, tooLong } from '../http/errors.mjs';
import { finishReason, TimeLimit } from './stopReasons.mjs';

/** Room an answer needs at least, in tokens. */
const smallestAnswer = 1;

/**
 * Runs generations on the slots of loaded models and counts how they end. A generation stops at the next token when its signal
 * aborts, and between two batches while the prompt is still being read.
 */
export class Generator {
  #config;
  #running = new Set();

  constructor(config) {
    this.#config = config;
  }

  counts = { active: 0, completed: 0, aborted: 0, timed_out: 0, failed: 0 };

  /** Ends all that runs, for instance because the server stops; their clients get the reason. */
  abortAll(reason) {
    for (const controller of this.#running) controller.abort(reason);
  }

  /**
   * Chat. `onChunk({text, segment})` and `onCall({callIndex, functionName, paramsChunk})` are called as the model writes.
   * → {finish, calls, timedOut}
   */
  async chat(loaded, request, measure, signal, { onChunk, onCall }) {
    const { chatWrapper, model } = loaded;
    loaded.refuseHopeless(charactersOf(request.history), 'messages');
    const state = chatWrapper.generateContextState({ chatHistory: request.history, availableFunctions: request.functions, documentFunctionParams: true });
    const tokens = state.contextText.tokenize(model.tokenizer);
    const grammar = await grammarFor(loaded, request.schema);
    return await this.#run(loaded, tokens, request, 'messages', measure, signal, async (sequence, options) => {
      const { LlamaChat } = await import('node-llama-cpp');
      const chat = new LlamaChat({ contextSequence: sequence, chatWrapper });
      try {
        const response = await chat.generateResponse(request.history, {
          ...options,
          onResponseChunk: chunk => onChunk({ text: chunk.text, segment: chunk.type === 'segment' ? chunk.segmentType : undefined }),
          ...(request.functions
            ? { functions: request.functions, documentFunctionParams: true, maxParallelFunctionCalls: request.maxCalls, onFunctionCallParamsChunk: onCall }
            : { grammar }),
        });
        return { stopReason: response.metadata.stopReason, calls: response.functionCalls ?? [] };
      } finally {
        chat.dispose({ disposeSequence: false });
      }
    });
  }

  /** Plain continuation of a prompt. → {finish, timedOut} */
  async complete(loaded, request, measure, signal, { onChunk }) {
    loaded.refuseHopeless(request.prompt.length, 'prompt');
    const tokens = typeof request.prompt === 'string' ? loaded.model.tokenize(request.prompt) : loaded.checkTokens(request.prompt, 'prompt');
    // The library puts the beginning-of-text token in front itself.
    const { bos, shouldPrependBosToken } = loaded.model.tokens;
    const all = shouldPrependBosToken && bos !== null ? [bos, ...tokens] : tokens;
    return await this.#run(loaded, all, request, 'prompt', measure, signal, async (sequence, options) => {
      const { LlamaCompletion } = await import('node-llama-cpp');
      const completion = new LlamaCompletion({ contextSequence: sequence });
      try {
        const response = await completion.generateCompletionWithMeta(tokens, {
          ...options,
          onTextChunk: text => onChunk({ text }),
          disableContextShift: true,
        });
        return { stopReason: response.metadata.stopReason, calls: [] };
      } finally {
        completion.dispose({ disposeSequence: false });
      }
    });
  }

  async #run(loaded, tokens, request, field, measure, signal, generate) {
    const room = loaded.contextTokens - tokens.length;
    if (room < smallestAnswer) throw tooLong(field, `has ${tokens.length} tokens`, loaded.contextTokens);
    const controller = new AbortController();
    this.#running.add(controller);
    this.counts.active++;
    const all = AbortSignal.any([signal, controller.signal]);
    let slot;
    let timer;
    try {
      slot = await loaded.slots.take(tokens, all);
      const seconds = this.#config.generationSeconds;
      timer = setTimeout(() => controller.abort(new TimeLimit(seconds)), seconds * 1000).unref();
      const result = await this.#generate(slot.sequence, tokens, request.sampling, room, measure, all, generate);
      this.#count(all.reason, 'completed');
      return result;
    } catch (error) {
      this.#count(all.reason, 'failed');
      throw error;
    } finally {
      clearTimeout(timer);
      this.counts.active--;
      this.#running.delete(controller);
      if (slot) loaded.slots.release(slot);
    }
  }

  async #generate(sequence, tokens, sampling, room, measure, signal, generate) {
    measure.promptTokens = tokens.length;
    measure.start();
    await prefill(sequence, tokens, sampling.keepState, this.#config.batchTokens, measure, signal);
    measure.prefilled();
    const before = sequence.tokenMeter.getState();
    let result = { stopReason: 'abort', calls: [] };
    if (!signal.aborted)
      result = await generate(sequence, {
        signal,
        stopOnAbortSignal: true,
        maxTokens: Math.min(sampling.maxTokens, room),
        temperature: sampling.temperature,
        topP: sampling.topP,
        topK: sampling.topK,
        minP: sampling.minP,
        seed: sampling.seed,
        repeatPenalty: sampling.repeatPenalty,
        customStopTriggers: sampling.stops,
      });
    measure.end(sequence.tokenMeter.diff(before).usedOutputTokens);
    const timedOut = signal.reason instanceof TimeLimit;
    if (signal.aborted && !timedOut) throw signal.reason;
    return { finish: finishReason(result.stopReason), calls: result.calls, timedOut };
  }

  #count(reason, otherwise) {
    if (reason === undefined) this.counts[otherwise]++;
    else if (reason instanceof TimeLimit) this.counts.timed_out++;
    else this.counts.aborted++;
  }
}

const charactersOf = history =>
  history.reduce((sum, item) => sum + (item.text ?? '').length + (item.response ?? []).reduce((s, part) => s + (typeof part === 'string' ? part : (part.result ?? '')).length, 0), 0);

/** Evaluates the prompt but its last token, in batches, so that an abort is seen between them. */
async function prefill(sequence, tokens, keepState, batchTokens, measure, signal) {
  const known = tokens.slice(0, -1);
  if (keepState) await sequence.adaptStateToTokens(known, false);
  else await sequence.clearHistory();
  measure.cachedTokens = sequence.nextTokenIndex;
  for (let at = sequence.nextTokenIndex; at < known.length && !signal.aborted; at += batchTokens)
    await sequence.evaluateWithoutGeneratingNewTokens(known.slice(at, at + batchTokens));
}

async function grammarFor(loaded, schema) {
  if (schema === undefined) return undefined;
  const llama = loaded.model.llama;
  try {
    return schema === 'json' ? await llama.createGrammarForJsonSchema({ type: 'object', additionalProperties: true }) : await llama.createGrammarForJsonSchema(schema);
  } catch (error) {
    throw invalid('response_format', `cannot be made a grammar: ${String(error?.message ?? error).slice(0, 300)}`);
  }
}
