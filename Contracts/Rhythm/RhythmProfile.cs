namespace LocalAi.Contracts.Rhythm;

/// <param name="Learned">False while there is less than a week of samples: the plan is the fixed one then.</param>
/// <param name="Weekday">24 expected CPU shares of others, by local hour, Monday to Friday.</param>
/// <param name="Weekend">The same for Saturday and Sunday.</param>
public sealed record RhythmProfile(bool Learned, IReadOnlyList<double> Weekday, IReadOnlyList<double> Weekend);
