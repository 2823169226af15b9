namespace LocalAi.Benchmarks.Gateway.Auto;

/// <param name="Text">What a user wrote.</param>
/// <param name="IsCode">How surely it is about code: 1, 0, or between for a turn that says nothing by itself.</param>
/// <param name="Set">The file it comes from.</param>
/// <param name="Importance">How much it counts in training.</param>
internal sealed record LabelledText(string Text, double IsCode, string Set, double Importance = 1);
