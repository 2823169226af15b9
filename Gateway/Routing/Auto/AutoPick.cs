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
    /// 1. The newest turn is scored by itself. When it says something, that decides.
    /// 2. When it says nothing or little ("and shorter?", "add tests"), the talk goes on about what it was about:
    ///    the last question that says something decides, with half of what its answer says.
    /// </summary>
    private static double Score(IReadOnlyList<Turn> turns, List<Evidence> found)
    {
        if (turns.Count == 0)
        {
            return 0;
        }

        var turn = TurnScorer.Score(turns[0].Text);
        found.AddRange(turn.Found);
        var newest = turn.Sum;
        if (newest >= Threshold || newest <= -Silence || turn.IsNewSubject)
        {
            return newest;
        }

        var answer = 0.0;
        foreach (var earlier in turns.Skip(1))
        {
            turn = TurnScorer.Score(earlier.Text);
            found.AddRange(turn.Found);
            var score = turn.Sum;
            if (!earlier.IsUser)
            {
                answer = score / 2;
            }
            else if (Math.Abs(score + answer) >= Silence)
            {
                return score + answer;
            }
        }

        return newest + answer;
    }
}
