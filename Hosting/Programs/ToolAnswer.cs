namespace LocalAi.Hosting.Programs;

/// <summary>What a tool answered; output and errors in the order they came.</summary>
internal sealed record ToolAnswer(int ExitCode, string Output)
{
    /// <summary>The last lines, for a message.</summary>
    public string Tail() => string.Join(" | ", Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(4));
}
