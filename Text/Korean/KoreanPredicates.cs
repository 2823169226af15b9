using System.Collections.Frozen;

namespace LocalAi.Text.Korean;

/// <summary>
/// Tells conjugated verbs and adjectives from nouns by their endings. 하다 and 되다 make verbs of nouns (갱신하려면) and count as nouns; 는, which
/// is a particle as well, does not decide.
/// </summary>
public static class KoreanPredicates
{
    private const int MaxLength = 5;

    private const string Endings =
        "습니다 습니까 읍시다 었습니다 았습니다 겠습니다 었다 았다 었던 았던 었을 았을 었고 았고 었는데 았는데 었어요 았어요 었어 았어 었으면 았으면 었나요 았나요 었는지 았는지 " +
        "었다가 았다가 었더니 았더니 는데 은데 면서 으면서 려면 으려면 려고 으려고 으면 으며 어서 아서 어야 아야 어도 아도 는지 은지 나요 까요 을까요 을까 을지 도록 지만 거나 더니 던데 네요 " +
        "군요 세요 으세요 십시오 으십시오 다면 다고 더라도 겠지만 겠다 는가 은가 을때 을수 는다 는다면 어요 아요 어라 아라 으니 으니까 지요 고서 다가 려다 여서 여도 여야 워서 워도 워야 와서 와도 와야 " +
        "려서 려도 려야 켜서 켜도 켜야 춰서 줘서 줘도 줘야 뒀다 렸다 렸어요 렸는데 졌다 졌어요 졌는데 쳤다 쳤어요 쳤는데 됐다 봤다 왔다 갔다 났다 섰다 썼다 샀다 탔다 싶다 싶어요 싶은데 싶은 않는 않은 않게 않으면 않다";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> All =
        Endings.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] QuestionWords = ["언제", "어떻게", "얼마나", "어디서"];

    /// <summary>Whether a word ends as a verb or adjective does, one syllable being left, or is one that a question word is written onto (언제열수).</summary>
    public static bool Contains(ReadOnlySpan<char> word)
    {
        foreach (var question in QuestionWords)
        {
            if (word.Length > question.Length && word.StartsWith(question, StringComparison.Ordinal)) return true;
        }

        for (var n = Math.Min(MaxLength, word.Length - 1); n >= 2; n--)
        {
            // 갱신해서, 신청하려면: the noun is what is asked about.
            if (All.Contains(word[^n..])) return !(word.Length - n >= 3 && word[^(n + 1)] is '하' or '되');
        }
        return false;
    }
}
