using System.Text;
using System.Text.Json;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing.Auto;

namespace LocalAi.Tests.Gateway;

public sealed class AutoTests
{
    [Fact]
    public void LabelledPrompts_AtLeast95PercentRight()
    {
        var labelled = AutoPrompts.Lines(AutoPrompts.Code).Select(p => (Prompt: p, Model: PublicModels.Code))
            .Concat(AutoPrompts.Lines(AutoPrompts.Chat).Select(p => (Prompt: p, Model: PublicModels.Chat)))
            .ToList();

        var wrong = labelled.Select(l => (l.Prompt, l.Model, Pick: Pick(("user", l.Prompt)))).Where(l => l.Pick.Model != l.Model).ToList();

        labelled.Count.ShouldBeGreaterThanOrEqualTo(200);
        (wrong.Count / (double)labelled.Count).ShouldBeLessThanOrEqualTo(
            0.05, $"{wrong.Count} of {labelled.Count} wrong:\n" + string.Join('\n', wrong.Select(w => $"{w.Model}: {w.Prompt}: {w.Pick.Reason}")));
    }

    private static AutoPick Pick(params (string Role, string Content)[] messages) =>
        AutoPick.Of(RequestKind.Chat, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(messages.Select(m => new { role = m.Role, content = m.Content }))));
}
