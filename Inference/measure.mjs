// Measures the sidecar with a model of yours.   node Inference/measure.mjs <models folder> [model]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2];
if (!folder) {
  process.stderr.write('Usage: node Inference/measure.mjs <models folder> [model]\n');
  process.exit(1);
}

const say = (what, value) => process.stdout.write(`${what.padEnd(52)} ${value}\n`);
const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];
const milliseconds = value => `${value.toFixed(1)} ms`;
const since = start => milliseconds(performance.now() - start);

const started = performance.now();
const server = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', import.meta.url))], {
  env: { ...process.env, PORT: '0', LOCALAI_MODELS: path.resolve(folder), LOCALAI_PARENT_PIPE: '1' },
  stdio: ['pipe', 'pipe', 'inherit'],
});
server.on('exit', code => code && process.exit(code));
const address = await new Promise(resolve => server.stdout.on('data', data => {
  const match = /listening on (http:\S+),/.exec(data);
  if (match) resolve(match[1]);
}));
const get = async url => (await fetch(address + url)).json();
const megabytes = async () => `${((await get('/health')).memory_bytes / 1e6).toFixed(0)} MB`;

await get('/health');
say('process start to first answer of /health', since(started));
say('memory before the first model', await megabytes());

const model = process.argv[3] ?? (await get('/v1/models')).data.find(m => m.kind === 'chat')?.id;
const chat = (body, signal) => fetch(`${address}/v1/chat/completions`, {
  method: 'POST',
  body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Say something long.' }], ...body }),
  signal,
});

const first = performance.now();
const answer = await chat({ max_tokens: 1 });
if (!answer.ok) throw new Error(await answer.text());
await answer.json();
say('first request, library and model load included', since(first));

const timings = [];
for (let i = 0; i < 20; i++) timings.push((await (await chat({ max_tokens: 64 })).json()).timings);
say('first token, warm, median of 20', milliseconds(median(timings.map(t => t.first_token_ms))));
say('tokens per second, median of 20', median(timings.map(t => t.predicted_per_second)).toFixed(0));

const stops = [];
for (let i = 0; i < 20; i++) {
  const client = new AbortController();
  await (await chat({ max_tokens: 1500, stream: true }, client.signal)).body.getReader().read();
  const before = (await get('/health')).generations.aborted;
  const left = performance.now();
  client.abort();
  while ((await get('/health')).generations.aborted === before);
  stops.push(performance.now() - left);
}

say('client gone to generation stopped, as seen in /health', `median ${milliseconds(median(stops))}, most ${milliseconds(Math.max(...stops))}`);
say('memory with the model', await megabytes());
const unloading = performance.now();
await fetch(`${address}/models/unload`, { method: 'POST', body: JSON.stringify({ model }) });
say('unload', since(unloading));
say('memory after it', await megabytes());
const stopping = performance.now();
server.stdin.end();
await new Promise(resolve => server.on('exit', resolve));
say('parent gone to process ended', since(stopping));
