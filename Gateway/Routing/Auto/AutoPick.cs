using System.Globalization;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>The model <c>auto</c> stands for in one conversation, and why.</summary>
/// <param name="Model">chat-7b or code-7b.</param>
/// <param name="Reason">Score and the strongest evidence, in characters a header may carry.</param>
internal readonly record struct AutoPick(string Model, string Reason)
{
    /// <summary>From this score on a conversation is about code: one plain code word is enough when nothing speaks against it.</summary>
    private const double Threshold = 1;

    /// <summary>A last turn within this of zero says nothing itself ("and shorter?"): the turns before it decide.</summary>
    private const double Silence = 0.75;

    private const double Inherited = 0.7;
    private const int MostReasons = 4;

    /// <param name="kind">Chat or completion.</param>
    /// <param name="prompt">The JSON of <c>messages</c> or <c>prompt</c>.</param>
    public static AutoPick Of(RequestKind kind, ReadOnlySpan<byte> prompt) => Of(Conversation.Read(kind, prompt));

    /// <param name="turns">Newest first.</param>
    public static AutoPick Of(IReadOnlyList<Turn> turns)
    {
        var found = new List<Evidence>();
        var score = Score(turns, found);
        var model = score >= Threshold ? PublicModels.Code : PublicModels.Chat;
        var reasons = found
            .OrderByDescending(e => Math.Abs(e.Weight))
            .ThenBy(e => e.What, StringComparer.Ordinal)
            .Take(MostReasons)
            .Select(e => string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(e.What)} {e.Weight:+0.##;-0.##}"));
        var list = string.Join(", ", reasons);
        return new AutoPick(model, string.Create(CultureInfo.InvariantCulture, $"score {score:0.##} of {Threshold:0}: {(list.Length > 0 ? list : "nothing speaks for code")}"));
    }

    /// <summary>
    /// 1. The newest user turn is scored by itself.
    /// 2. When it says something, that decides.
    /// 3. When it says nothing, the turn before decides, a little weaker, and so on; an assistant's turn counts half.
    /// </summary>
    private static double Score(IReadOnlyList<Turn> turns, List<Evidence> found)
    {
        var weight = 1.0;
        foreach (var turn in turns)
        {
            var evidence = TurnScorer.Score(turn.Text);
            var score = Math.Clamp(evidence.Sum(e => e.Weight), -4, 6) * (turn.IsUser ? 1 : 0.5);
            found.AddRange(evidence.Select(e => e with { Weight = e.Weight * weight }));
            if (Math.Abs(score) >= Silence)
            {
                return score * weight;
            }

            weight *= turn.IsUser ? Inherited : 1;
        }

        return 0;
    }
}
