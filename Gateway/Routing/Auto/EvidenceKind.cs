namespace LocalAi.Gateway.Routing.Auto;

/// <summary>How far a piece of evidence can be trusted without company.</summary>
internal enum EvidenceKind
{
    /// <summary>The look of code, or a word with no other meaning. Counts in full.</summary>
    Plain,

    /// <summary>A word with an everyday meaning too (class, script, 배포). Alone, it counts by how much of the text it explains.</summary>
    Ambiguous,

    /// <summary>Speaks for chat.</summary>
    Everyday,
}
