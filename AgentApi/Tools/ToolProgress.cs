namespace LocalAi.AgentApi.Tools;

/// <param name="Done">Grows with every report.</param>
/// <param name="Total">What <see cref="Done"/> ends at, or null when unknown.</param>
/// <param name="Message">What is being done.</param>
internal sealed record ToolProgress(double Done, double? Total, string? Message);
