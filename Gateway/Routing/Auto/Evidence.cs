namespace LocalAi.Gateway.Routing.Auto;

/// <param name="What">A word or the name of a pattern.</param>
/// <param name="Weight">Above zero speaks for code, below for chat; 2 is decisive alone.</param>
/// <param name="Kind">Whether it needs company to count.</param>
internal readonly record struct Evidence(string What, double Weight, EvidenceKind Kind = EvidenceKind.Plain);
