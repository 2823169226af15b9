using System.Diagnostics;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>usearch and sqlite-vec from npm, same size, same dimension, in the same run; skipped when they are not installed.</summary>
internal static class VectorAnchors
{
    private const string Script = """
        const dim = 384, rows = 100000, rounds = 100;
        const fill = n => Float32Array.from({ length: n }, () => Math.random() + Math.random() + Math.random() - 1.5);
        const vectors = fill(rows * dim);
        const report = (name, run) => {
          const times = [];
          for (let i = 0; i < rounds + 5; i++) { const q = fill(dim); const t = process.hrtime.bigint(); run(q); if (i >= 5) times.push(Number(process.hrtime.bigint() - t) / 1e6); }
          times.sort((a, b) => a - b);
          console.log(`  anchor ${name.padEnd(30)} p50 ${times[rounds / 2].toFixed(3)} ms, p95 ${times[Math.floor(rounds * 0.95)].toFixed(3)} ms, n ${rounds}`);
        };
        try {
          const { exactSearch, MetricKind } = require('usearch');
          report('usearch exactSearch f32 IP', q => exactSearch(vectors, q, dim, 10, MetricKind.IP, 1));
        } catch (e) { console.log('  anchor usearch: ' + e.message.split('\n')[0]); }
        try {
          const { DatabaseSync } = require('node:sqlite');
          const db = new DatabaseSync(':memory:', { allowExtension: true });
          require('sqlite-vec').load(db);
          db.exec(`create virtual table v using vec0(e float[${dim}])`);
          const insert = db.prepare('insert into v(rowid, e) values (?, ?)');
          db.exec('begin');
          for (let i = 0; i < rows; i++) insert.run(BigInt(i + 1), new Uint8Array(vectors.buffer, i * dim * 4, dim * 4));
          db.exec('commit');
          const select = db.prepare('select rowid, distance from v where e match ? and k = 10');
          report('sqlite-vec vec0 f32 :memory:', q => select.all(new Uint8Array(q.buffer)));
        } catch (e) { console.log('  anchor sqlite-vec: ' + e.message.split('\n')[0]); }
        """;

    public static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", ["--no-warnings", "-e", Script]) { WorkingDirectory = folder, UseShellExecute = false };
        using var node = Process.Start(start);
        if (node is null) return;
        await node.WaitForExitAsync(cancellationToken);
    }
}
