namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Lines oldest first, and the cursor to go on from.</summary>
internal sealed record ConsoleView(IReadOnlyList<ConsoleLineView> Lines, string Next);
