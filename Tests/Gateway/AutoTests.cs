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
        .. AutoPrompts.Read(AutoPrompts.Code).Select(turns => (turns, PublicModels.Code)),
        .. AutoPrompts.Read(AutoPrompts.Chat).Select(turns => (turns, PublicModels.Chat)),
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

    private static AutoPick Pick(string[] turns) =>
        AutoPick.Of(RequestKind.Chat, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(turns.Select((turn, at) => new { role = at % 2 == 0 ? "user" : "assistant", content = turn }))));
}
