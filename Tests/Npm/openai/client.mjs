// Run by SdkTests with the gateway's address: prints what the official client makes of its answers.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "unused", maxRetries: 0 });
const messages = [{ role: "user", content: "Say hello" }];

const chat = await client.chat.completions.create({ model: "chat-7b", messages });
console.log("chat", chat.choices[0].message.content, chat.usage.total_tokens);

let text = "";
let tokens = 0;
const stream = await client.chat.completions.create({ model: "chat-7b", messages, stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? "";
  tokens = chunk.usage?.completion_tokens ?? tokens;
}
console.log("stream", text, tokens);

const models = await client.models.list();
console.log("models", models.data.map((model) => model.id).join(","));
console.log("model", (await client.models.retrieve("auto")).owned_by);

// The stream helper joins the deltas by their index; it throws when one is missing.
const tools = [{ type: "function", function: { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } } } }];
const call = await client.chat.completions.stream({ model: "chat-7b", messages, tools }).finalChatCompletion();
const { function: used } = call.choices[0].message.tool_calls[0];
console.log("tool", used.name, JSON.parse(used.arguments).city, call.choices[0].finish_reason);

const completion = await client.completions.create({ model: "code-7b", prompt: "def f(", stop: ["\n"], seed: 3, n: 2, logprobs: 1 });
console.log("completion", completion.choices.map((choice) => choice.text).join("|"));

const embedding = await client.embeddings.create({ model: "embedding", input: ["a"] });
console.log("embedding", embedding.data[0].embedding.join(","));

try {
  await client.chat.completions.create({ model: "gpt-4o", messages });
} catch (error) {
  console.log("error", error.status, error.code);
}

try {
  for await (const chunk of await client.chat.completions.create({ model: "chat-7b", messages, stream: true })) {
    console.log("broken", chunk.choices[0].delta.content);
  }
} catch (error) {
  console.log("broken", error.code);
}
