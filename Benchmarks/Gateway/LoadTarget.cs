namespace LocalAi.Benchmarks.Gateway;

/// <summary>A server under load.</summary>
/// <param name="Name">direct, nginx, bare C#, gateway or portkey.</param>
/// <param name="Url">Address without a path.</param>
/// <param name="Processes">Process ids whose CPU and memory are counted.</param>
/// <param name="Headers">Headers every request needs.</param>
internal sealed record LoadTarget(string Name, string Url, IReadOnlyList<int> Processes, IReadOnlyDictionary<string, string> Headers);
