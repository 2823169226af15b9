namespace LocalAi.Hosting.Monitoring;

/// <summary>One line a resource wrote. Numbers start at 1 and only grow.</summary>
public readonly record struct ConsoleLine(long Number, DateTimeOffset Time, bool IsError, string Text);
