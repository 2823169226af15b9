namespace LocalAi.Hosting.Engine;

internal sealed record RunFileResource(string Name, string State, int? Pid, IReadOnlyList<string> Urls);
