using System.Globalization;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>The model <c>auto</c> stands for in one conversation, and why.</summary>
/// <param name="Model">chat-7b or code-7b.</param>
/// <param name="Reason">Score and the strongest evidence, in characters a header may carry.</param>
internal readonly record struct AutoPick(string Model, string Reason)
{
    /// <summary>From this score on a conversation is about code. The table is trained to it.</summary>
    private const double Threshold = 1;

    /// <summary>How much of what was talked about before a turn goes on with, when it says nothing itself ("and shorter?").</summary>
    private const double Carried = 0.6;

    /// <summary>However clear the talk was, it carries no more than this: a turn about something else must be able to say so.</summary>
    private const double MostCarried = 4;

    /// <summary>An answer shows what its question was about, but is written by a model.</summary>
    private const double OfAnswer = 0.25;

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
            .DistinctBy(e => e.What)
            .OrderByDescending(e => Math.Abs(e.Weight))
            .ThenBy(e => e.What, StringComparer.Ordinal)
            .Take(MostReasons)
            .Select(e => string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(e.What)} {e.Weight:+0.##;-0.##}"));
        var list = string.Join(", ", reasons);
        return new AutoPick(model, string.Create(CultureInfo.InvariantCulture, $"score {score:0.##} of {Threshold:0}: {(list.Length > 0 ? list : "nothing speaks for code")}"));
    }

    /// <summary>
    /// From the oldest turn to the newest: what a question says, and a part of what the talk was about before it.
    /// </summary>
    private static double Score(IReadOnlyList<Turn> turns, List<Evidence> found)
    {
        var about = 0.0;
        for (var i = turns.Count - 1; i >= 0; i--)
        {
            var turn = TurnScorer.Score(turns[i].Text);
            found.AddRange(turn.Found);
            about = turns[i].IsUser ? turn.Sum + (Carried * Math.Clamp(about, -MostCarried, MostCarried)) : about + (OfAnswer * turn.Sum);
        }

        return about;
    }
}
