namespace LocalAi.Gateway.Routing.Auto;

/// <param name="Found">What speaks for code and for chat.</param>
/// <param name="Content">Different words with a meaning of their own.</param>
/// <param name="Turn">Whether it says that the talk goes elsewhere.</param>
internal readonly record struct TurnScore(List<Evidence> Found, int Content, TurnOfTalk Turn)
{
    /// <summary>With this many words of its own a turn is no follow-up.</summary>
    private const int WholeQuestion = 5;

    /// <summary>After "thanks, that worked" fewer will do: the subject before is closed.</summary>
    private const int WholeQuestionAfterThanks = 3;

    /// <summary>Less than one weak word among many others.</summary>
    private const double Trace = 0.4;

    public double Sum => Math.Clamp(Found.Sum(e => e.Weight), -4, 6);

    /// <summary>Says a lot, or that something else follows, and hardly any of it is about code: a new subject, whatever was talked about before.</summary>
    public bool IsNewSubject => Found.Where(e => e.Weight > 0).Sum(e => e.Weight) < Trace && Turn switch
    {
        TurnOfTalk.ToSomethingElse => true,
        TurnOfTalk.Closed => Content >= WholeQuestionAfterThanks,
        _ => Content >= WholeQuestion,
    };
}
