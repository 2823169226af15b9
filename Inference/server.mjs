// llama.cpp on this machine behind an OpenAI-compatible API. Configuration: src/config.mjs; what it does: README.md.
import http from 'node:http';
import { ConfigurationError, readConfig } from './src/config.mjs';
import { missingParts, nodeProblem } from './src/installation.mjs';
import { Lifetime } from './src/lifetime.mjs';
import { log } from './src/log.mjs';
import { createRoutes } from './src/routes.mjs';

const failedStart = message => {
  log.error(message);
  process.exit(1);
};

let config;
try {
  config = readConfig();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  failedStart(error.message);
}

if (nodeProblem()) failedStart(nodeProblem());
const missing = missingParts();
if (missing.length > 0) failedStart(`llama.cpp is not installed yet (missing: ${missing.join(', ')}): run  node Inference/install.mjs`);

const lifetime = new Lifetime(config);
const { listener, pool, generator } = createRoutes(config, lifetime);
const server = http.createServer({ keepAliveTimeout: 30_000, headersTimeout: 15_000, requestTimeout: 60_000 }, listener);
server.maxConnections = 1024;
// A client that stopped reading must not hold its connection forever; nothing that lives is silent for so long.
server.setTimeout((config.loadSeconds + config.generationSeconds + 60) * 1000);
server.on('error', error =>
  failedStart(error.code === 'EADDRINUSE' ? `Port ${config.port} is taken: set PORT to a free one.` : `The server failed: ${error.message}`));
server.listen(config.port, '127.0.0.1', () => log.info(`listening on http://127.0.0.1:${server.address().port}, models in ${config.modelsFolder}`));
lifetime.start(server, pool, generator);
