// Runs the Inspector's CLI many times in one process: inspect.mjs PLAN RESULTS. PLAN is a JSON list of argument lists; RESULTS gets, for each,
// the CLI's exit code, its message, and the result it wrote.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { runCli } from "@modelcontextprotocol/inspector/clients/cli/build/index.js";

const [plan, results] = process.argv.slice(2);
const answers = [];
for (const [number, args] of JSON.parse(readFileSync(plan, "utf8")).entries()) {
  const output = `${results}.${number}`;
  let exit = 0;
  let message = "";
  try {
    await runCli(["node", "mcp-inspector", ...args, "--output", output]);
  } catch (error) {
    exit = error.exitCode ?? 1;
    message = String(error.message);
  }
  answers.push({ exit, message, result: existsSync(output) ? JSON.parse(readFileSync(output, "utf8")) : null });
}
writeFileSync(results, JSON.stringify(answers));
process.exit(0);
