namespace LocalAi.Benchmarks.Gateway.Auto;

/// <summary>
/// The prompts the table of <c>auto</c> is trained on, a text each line (\n for a new line).
/// <list type="bullet">
/// <item><c>NAME.code.txt</c>, <c>NAME.chat.txt</c>: whole prompts. Sets of one NAME are left out together when the model is judged.</item>
/// <item><c>terms.KIND.LANGUAGE.txt</c>: what people ask about; each is put into a few of the questions of <c>frames.LANGUAGE.txt</c>.</item>
/// <item><c>follow-ups.txt</c>: turns that go on with what was talked about and say nothing else.</item>
/// </list>
/// </summary>
internal static class PromptFolder
{
    private const int FramesPerTerm = 6;

    /// <summary>A term in a frame is less of a prompt than one somebody wrote.</summary>
    private const double Framed = 0.4;

    /// <summary>The sum of a turn that says nothing is 0.</summary>
    private static readonly double SaysNothing = 1 / (1 + Math.Exp(LinearModel.Even));

    public static List<LabelledText> Read(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(file => Path.GetFileNameWithoutExtension(file).Split('.') switch
        {
            ["follow-ups"] => Lines(file).Select(text => new LabelledText(text, SaysNothing, "follow-ups")),
            ["terms", var kind, var language] => Frame(Lines(file), Lines(Path.Combine(folder, $"frames.{language}.txt")), kind == "code" ? 1 : 0),
            [var name, var kind and ("code" or "chat")] => Lines(file).Select(text => new LabelledText(text, kind == "code" ? 1 : 0, name)),
            _ => [],
        }),
    ];

    private static IEnumerable<LabelledText> Frame(string[] terms, string[] frames, double isCode)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            yield return new LabelledText(terms[i], isCode, "terms", Framed);
            for (var k = 0; k < FramesPerTerm; k++)
            {
                yield return new LabelledText(frames[((i * FramesPerTerm) + k) % frames.Length].Replace("{}", terms[i], StringComparison.Ordinal), isCode, "terms", Framed);
            }
        }
    }

    private static string[] Lines(string file) =>
        [.. File.ReadLines(file).Select(line => line.Trim().Replace("\\n", "\n", StringComparison.Ordinal)).Where(line => line.Length > 0)];
}
