// The least a server on the official TypeScript SDK needs: sessions, one tool, no authentication, no limits, no audit. Without a web framework, which would only slow it down.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import * as z from "zod/v4";

const sessions = new Map();

async function open() {
  const server = new McpServer({ name: "minimal", version: "1.0.0" });
  server.registerTool("echo", { description: "Echoes.", inputSchema: { message: z.string() } }, async ({ message }) => ({ content: [{ type: "text", text: message }] }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: (id) => sessions.set(id, transport) });
  await server.connect(transport);
  return transport;
}

createServer(async (request, response) => {
  const id = request.headers["mcp-session-id"];
  const transport = id ? sessions.get(id) : await open();
  if (transport) {
    await transport.handleRequest(request, response);
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.argv[2]), "127.0.0.1");
