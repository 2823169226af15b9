// One line per event on stdout (errors on stderr); the host collects them. Prompts and answers are never logged.
// A reader that went away must not end the server; a parent that died closes standard input too (LOCALAI_PARENT_PIPE).
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const write = (stream, level, text) => stream.write(`${new Date().toISOString()} ${level} ${text.replaceAll(/\s*\n\s*/g, ' | ')}\n`);

export const log = {
  info: text => write(process.stdout, 'info', text),
  warn: text => write(process.stdout, 'warn', text),
  error: text => write(process.stderr, 'error', text),
};
