using System.Text;
using System.Text.Json;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing.Auto;

namespace LocalAi.Tests.Gateway;

public sealed class AutoTests
{
    private static readonly (string[] Turns, string Model)[] Labelled =
    [
        .. AutoPrompts.Read("code").Select(turns => (turns, PublicModels.Code)),
        .. AutoPrompts.Read("chat").Select(turns => (turns, PublicModels.Chat)),
    ];

    [Fact]
    public void LabelledPrompts_AtLeast95PercentRight()
    {
        var wrong = Labelled.Select(l => (l.Turns, l.Model, Pick: Pick(l.Turns))).Where(l => l.Pick.Model != l.Model).ToList();

        Labelled.Length.ShouldBeGreaterThanOrEqualTo(500);
        (wrong.Count / (double)Labelled.Length).ShouldBeLessThanOrEqualTo(
            0.05, $"{wrong.Count} of {Labelled.Length} wrong:\n" + string.Join('\n', wrong.Select(w => $"{w.Model}: {w.Turns[^1]}: {w.Pick.Reason}")));
    }

    [Fact]
    public void LabelledPrompts_AreNotWhatTheTableIsTrainedOn()
    {
        var trained = AutoTraining.Prompts();

        trained.Count.ShouldBeGreaterThan(3000);
        Labelled.Select(l => l.Turns[^1]).Where(trained.Contains).ShouldBeEmpty();
    }

    /// <summary>With a pattern that looks at a text once for every place in it, one of these takes seconds to minutes for each time it is judged.</summary>
    [Theory]
    [InlineData("\n", "", PublicModels.Chat)]
    [InlineData("번역-", "", PublicModels.Chat)]
    [InlineData("404", "{", PublicModels.Chat)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{ a:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "", PublicModels.Chat)]
    [InlineData("a.", "(", PublicModels.Chat)]
    public void TextMadeToBeSlow_IsJudgedLikeAnyOther(string part, string before, string expected)
    {
        var text = before + string.Concat(Enumerable.Repeat(part, 16_000 / part.Length));
        var turns = Enumerable.Repeat(text, 7).ToArray();

        for (var i = 0; i < 40; i++)
        {
            Pick(turns).Model.ShouldBe(expected);
        }
    }

    private static AutoPick Pick(string[] turns) =>
        AutoPick.Of(RequestKind.Chat, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(turns.Select((turn, at) => new { role = at % 2 == 0 ? "user" : "assistant", content = turn }))));
}
