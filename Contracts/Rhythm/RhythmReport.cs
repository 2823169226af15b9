using System.Text.Json;

namespace LocalAi.Contracts.Rhythm;

/// <param name="Date">Local date; the report is about the 24 hours before.</param>
/// <param name="Text">Markdown.</param>
/// <param name="Data">The same for programs; absent when only the text is left.</param>
public sealed record RhythmReport(DateOnly Date, string Text, JsonElement? Data);
