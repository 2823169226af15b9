namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>What a question wants to be told in numbers.</summary>
internal enum Measure
{
    None,
    Money,
    Temperature,
    Voltage,
    Weight,
    Length,
    Speed,
    Loudness,
    Duration,
}
