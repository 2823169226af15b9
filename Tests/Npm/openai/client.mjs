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

try {
  await client.chat.completions.create({ model: "gpt-4o", messages });
} catch (error) {
  console.log("error", error.status, error.code);
}
