using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A console line as the API shows it; ANSI sequences are left in.</summary>
internal sealed record ConsoleLineView(string Resource, long Number, DateTimeOffset Time, bool IsError, string Text)
{
    /// <summary>Characters shown of one line; a program that never ends its line must not fill a browser.</summary>
    public const int MaxLength = 16_384;

    public static ConsoleLineView From(string resource, ConsoleLine line) =>
        new(resource, line.Number, line.Time, line.IsError, line.Text.Length <= MaxLength ? line.Text : line.Text[..MaxLength] + "…");
}
