import { invalid, tooLong } from '../http/errors.mjs';
import { log } from '../log.mjs';
import { Slots } from './slots.mjs';

/** Far more than in any language; only runs of spaces and dashes come near. */
const charactersPerToken = 32;

/** A model in memory: its weights and either a context with slots (chat) or an embedding context. */
export class LoadedModel {
  constructor(model, context) {
    this.model = model;
    this.context = context;
  }

  /** @param file an entry of the catalog */
  static async load(llama, file, config, { signal, onProgress }) {
    const library = await import('node-llama-cpp');
    const contextTokens = Math.min(config.contextTokens, file.contextLength ?? config.contextTokens);
    const embedding = file.kind === 'embedding';
    const model = await llama.loadModel({
      modelPath: file.path,
      gpuLayers: gpuLayers(config, contextTokens, embedding),
      loadSignal: signal,
      onLoadProgress: onProgress,
    });
    try {
      if (embedding) {
        // An encoder looks at the whole text at once: the batch must hold it.
        const options = { contextSize: contextTokens, batchSize: contextTokens, threads: config.threads, createSignal: signal };
        return new LoadedModel(model, await model.createEmbeddingContext(options)).#withEmbedding(contextTokens);
      }

      const context = await model.createContext({
        contextSize: contextTokens,
        sequences: config.slots,
        batchSize: Math.min(config.batchTokens, contextTokens),
        threads: config.threads,
        createSignal: signal,
      });
      return new LoadedModel(model, context).#withSlots(config.slots, library);
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  /** Tokens a prompt and its answer may have together. */
  contextTokens;

  /** @type {Slots | undefined} */
  slots;

  /** How messages become text: the template in the file where it is understood, else a general one. */
  chatWrapper;

  /**
   * Refuses a text that cannot fit whatever its tokens are, before it is tokenized: that takes a second for some megabytes, in which
   * nobody else is served.
   */
  refuseHopeless(characters, field) {
    const most = this.contextTokens * charactersPerToken;
    if (characters > most) throw tooLong(field, `has ${characters} characters, more than ${most},`, this.contextTokens);
  }

  #vocabularySize;

  /** The token ids, if the model knows them all: an unknown one would read outside of its tables. */
  checkTokens(tokens, name) {
    this.#vocabularySize ??= [...this.model.iterateAllTokens()].length;
    const unknown = tokens.find(token => token >= this.#vocabularySize);
    if (unknown !== undefined) throw invalid(name, `has the token ${unknown}; the model knows 0 to ${this.#vocabularySize - 1}.`);
    return tokens;
  }

  async dispose() {
    await this.context.dispose();
    await this.model.dispose();
  }

  #withSlots(count, { GeneralChatWrapper, resolveChatWrapper }) {
    this.slots = new Slots(Array.from({ length: count }, () => this.context.getSequence()));
    this.contextTokens = this.slots.all[0].sequence.contextSize;
    this.chatWrapper = resolveChatWrapper(this.model, { warningLogs: false }) ?? new GeneralChatWrapper();
    log.info(`${this.model.filename}: chat template ${this.chatWrapper.wrapperName}, ${count} slots of ${this.contextTokens} tokens`);
    return this;
  }

  #withEmbedding(contextTokens) {
    this.contextTokens = contextTokens;
    return this;
  }
}

/** As many layers on the GPU as fit beside the context, unless the configuration says otherwise. */
function gpuLayers(config, contextSize, embeddingContext) {
  if (config.gpu === 'off') return 0;
  return config.gpuLayers === 'auto' ? { fitContext: { contextSize, embeddingContext } } : config.gpuLayers;
}
