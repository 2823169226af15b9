namespace LocalAi.Tests.Gateway;

/// <summary>
/// Conversations with the model they belong to (<c>auto-prompts.code.txt</c>, <c>auto-prompts.chat.txt</c>), Korean and English, not in what the table of weights is trained on.
/// One each line: ⇒ between the turns, \n for a new line. Written in four sets, each before the table of its day was counted on it.
/// </summary>
internal static class AutoPrompts
{
    /// <summary>The turns of each conversation, oldest first.</summary>
    /// <param name="kind">code or chat.</param>
    public static IEnumerable<string[]> Read(string kind) =>
        File.ReadLines(Path.Combine(AutoTraining.RepositoryFolder(), "Tests", "Gateway", $"auto-prompts.{kind}.txt"))
            .Where(line => line.Length > 0)
            .Select(line => line.Split('⇒', StringSplitOptions.TrimEntries).Select(turn => turn.Replace("\\n", "\n", StringComparison.Ordinal)).ToArray());
}
