// usearch and sqlite-vec on the size of the vector harness: one thread, exact top-10. Prints a line each; what is not installed says so.
'use strict';

const dim = 384;
const rows = Number(process.argv[2] ?? 100000);
const rounds = 100;
const warmup = 5;
const fill = count => Float32Array.from({ length: count }, () => Math.random() + Math.random() + Math.random() - 1.5);
const bytes = (array, from, count) => Buffer.from(array.buffer, from * 4, count * 4);
const vectors = fill(rows * dim);

function report(name, run) {
  const times = [];
  for (let i = 0; i < rounds + warmup; i++) {
    const question = fill(dim);
    const started = process.hrtime.bigint();
    const found = run(question);
    const took = Number(process.hrtime.bigint() - started) / 1e6;
    if (found !== 10) throw new Error(`${found} rows instead of 10`);
    if (i >= warmup) times.push(took);
  }
  times.sort((a, b) => a - b);
  console.log(`  anchor ${name.padEnd(34)} p50 ${times[rounds / 2].toFixed(3)} ms, p95 ${times[rounds * 0.95].toFixed(3)} ms, n ${rounds}`);
}

function attempt(name, run) {
  try {
    run();
  } catch (error) {
    console.log(`  anchor ${name}: absent (${error.message.split('\n')[0]})`);
  }
}

attempt('usearch', () => {
  const { exactSearch, MetricKind } = require('usearch');
  report('usearch exactSearch f32 IP', question => exactSearch(vectors, question, dim, 10, MetricKind.IP, 1).keys.length);
});

attempt('sqlite-vec', () => {
  const Database = require('better-sqlite3');
  const database = new Database(':memory:');
  require('sqlite-vec').load(database);
  database.exec(`create virtual table v using vec0(e float[${dim}])`);
  const insert = database.prepare('insert into v(rowid, e) values (?, ?)');
  database.transaction(() => {
    for (let i = 0; i < rows; i++) insert.run(BigInt(i + 1), bytes(vectors, i * dim, dim));
  })();
  const select = database.prepare('select rowid, distance from v where e match ? and k = 10');
  report('sqlite-vec vec0 f32 :memory:', question => select.all(bytes(question, 0, dim)).length);
});
