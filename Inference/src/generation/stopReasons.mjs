/** Why a generation was ended from outside although its client still listens: the answer so far is given, marked as cut. */
export class TimeLimit extends Error {
  constructor(seconds) {
    super(`The generation took longer than ${seconds} s (LOCALAI_GENERATION_SECONDS).`);
  }
}

const finishReasons = {
  eogToken: 'stop',
  stopGenerationTrigger: 'stop',
  customStopTrigger: 'stop',
  functionCalls: 'tool_calls',
  maxTokens: 'length',
  abort: 'length',
};

/** OpenAI's finish_reason for node-llama-cpp's stop reason. */
export const finishReason = stopReason => finishReasons[stopReason] ?? 'stop';
