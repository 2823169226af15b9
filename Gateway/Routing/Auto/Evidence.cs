namespace LocalAi.Gateway.Routing.Auto;

/// <param name="What">A word, two words or the name of a pattern: what <see cref="FeatureReader"/> found.</param>
/// <param name="Weight">Above zero speaks for code, below for chat; a sum of 1 decides.</param>
internal readonly record struct Evidence(string What, double Weight);
