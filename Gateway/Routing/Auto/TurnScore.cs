namespace LocalAi.Gateway.Routing.Auto;

/// <param name="Found">What speaks for code and for chat.</param>
/// <param name="Content">Different words with a meaning of their own.</param>
internal readonly record struct TurnScore(List<Evidence> Found, int Content)
{
    /// <summary>With this many words of its own a turn is no follow-up.</summary>
    private const int WholeQuestion = 6;

    public double Sum => Math.Clamp(Found.Sum(e => e.Weight), -4, 6);

    /// <summary>Says a lot, and nothing of it about code: a new subject, whatever was talked about before.</summary>
    public bool IsNewSubject => Content >= WholeQuestion && !Found.Exists(e => e.Weight > 0);
}
