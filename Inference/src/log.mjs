// One line per event on stdout (errors on stderr); the host collects them. Prompts and answers are never logged.
const write = (stream, level, text) => stream.write(`${new Date().toISOString()} ${level} ${text.replaceAll(/\s*\n\s*/g, ' | ')}\n`);

export const log = {
  info: text => write(process.stdout, 'info', text),
  warn: text => write(process.stdout, 'warn', text),
  error: text => write(process.stderr, 'error', text),
};
