namespace LocalAi.AgentApi.Rhythm.Leadership;

/// <summary>This process among all nodes; unique even when two run on one machine.</summary>
internal sealed record NodeName(string Value)
{
    public static NodeName From(RhythmOptions options) =>
        new(options.Node.Length > 0 ? options.Node : $"{Environment.MachineName}-{Environment.ProcessId}");
}
