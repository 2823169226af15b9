using System.Text.RegularExpressions;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>"Translate this: …", "맞춤법 고쳐줘: …": what follows the colon is the text to work on, its words are not the question.</summary>
internal static partial class TextToWorkOn
{
    /// <summary>The text up to the colon when it asks for work on what follows, else the whole.</summary>
    public static string Leave(string text) => Task().Match(text) is { Success: true } task ? task.Value : text;

    [GeneratedRegex(
        @"^\W*(please |can you |could you )?(translate|proofread|summari[sz]e|paraphrase|rephrase|polish)\b[^\n:]{0,60}:|^[^\n:]{0,60}\b(tone|wording|grammar)\b[^\n:]{0,40}:|^[^\n:]{0,40}(번역|교정|첨삭|맞춤법|요약|윤문|다듬어|문구)[^\n:]{0,15}:",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Task();
}
