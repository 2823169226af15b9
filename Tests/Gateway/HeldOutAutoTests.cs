using System.Text;
using System.Text.Json;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing.Auto;

namespace LocalAi.Tests.Gateway;

/// <summary>
/// Conversations the table of weights is not trained on. One half (dev) was looked at while it was made, the other (test) only counted;
/// the difference between the two is what to expect of conversations nobody has seen. "more" is harder, and was looked at.
/// </summary>
public sealed class HeldOutAutoTests
{
    [Theory]
    [InlineData("dev", 0.97)]
    [InlineData("test", 0.95)]
    [InlineData("dev test", 0.96)]
    [InlineData("more", 0.95)]
    public void HeldOutConversations_AreRoutedAsPeopleWouldWant(string split, double atLeast)
    {
        var chosen = Load().Where(c => split.Contains(c.Split, StringComparison.Ordinal)).ToList();

        var right = chosen.Count(c => Pick(c) == c.Expected);

        // Names only groups: whoever reads items of the test half and tunes to them takes its worth away.
        (right / (double)chosen.Count).ShouldBeGreaterThanOrEqualTo(
            atLeast, $"{right} of {chosen.Count} right; wrong: " + string.Join(", ", chosen.Where(c => Pick(c) != c.Expected).CountBy(c => c.Group).Select(g => $"{g.Key} {g.Value}")));
    }

    [Fact]
    public void Set_HasTheShapeTheFiguresClaim()
    {
        var all = Load();

        all.Count.ShouldBeGreaterThanOrEqualTo(260);
        all.Count(c => c.Expected == PublicModels.Code).ShouldBeInRange(all.Count * 2 / 5, all.Count * 3 / 5);
        all.Count(c => c.Text.Any(letter => letter is >= '가' and <= '힣')).ShouldBeInRange(all.Count * 2 / 5, all.Count * 3 / 5);
        all.Count(c => c.Group.StartsWith("multi", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(40);
        all.Select(c => c.Text).ShouldBeUnique();
    }

    [Fact]
    public void Set_IsNotWhatTheTableIsTrainedOn()
    {
        var trained = AutoTraining.Prompts();

        Load().Select(c => JsonSerializer.Deserialize<JsonElement[]>(c.Text)![^1].GetProperty("content")).Count(
            last => last.ValueKind == JsonValueKind.String && trained.Contains(last.GetString()!.Trim())).ShouldBe(0);
    }

    private static string Pick(Conversation conversation) => AutoPick.Of(RequestKind.Chat, Encoding.UTF8.GetBytes(conversation.Text)).Model;

    private static List<Conversation> Load()
    {
        var folder = AutoTraining.RepositoryFolder();
        return [.. Read("heldout-auto.json"), .. Read("heldout-auto-more.json")];

        IEnumerable<Conversation> Read(string file)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "Tests", "Gateway", file)));
            return
            [
                .. document.RootElement.EnumerateArray().Select(c => new Conversation(
                    c.GetProperty("group").GetString()!, c.GetProperty("split").GetString()!, c.GetProperty("expect").GetString() == "code" ? PublicModels.Code : PublicModels.Chat, c.GetProperty("messages").GetRawText())),
            ];
        }
    }

    private sealed record Conversation(string Group, string Split, string Expected, string Text);
}
