using System.Collections.Frozen;
using System.Text;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Collects what speaks for code and for chat in one turn. Pure and deterministic.</summary>
internal static class TurnScorer
{
    private const double MostAgainst = -3;

    public static List<Evidence> Score(string text)
    {
        var found = new List<Evidence>();
        CodePatterns.Collect(text, found);
        var isKorean = IsKorean(text);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in Words(text))
        {
            if (!seen.Add(word))
            {
                continue;
            }

            if (word[0] >= '가')
            {
                CollectKorean(word, found);
            }
            else
            {
                CollectEnglish(word, isKorean, found);
            }
        }

        ChatPatterns.Collect(text, found);
        Limit(found);
        return found;
    }

    /// <summary>Latin words with what belongs to names of languages (c++, c#, node.js, ci/cd), and runs of Hangul.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var isHangul = false;
        foreach (var c in text)
        {
            var hangul = c is >= '가' and <= '힣';
            var latin = char.IsAsciiLetterOrDigit(c) || (word.Length > 0 && !isHangul && c is '+' or '#' or '.' or '/' or '-');
            if (word.Length > 0 && (hangul != isHangul || !(hangul || latin)))
            {
                foreach (var whole in Finish(word, isHangul))
                {
                    yield return whole;
                }
            }

            if (hangul || latin)
            {
                isHangul = hangul;
                word.Append(char.ToLowerInvariant(c));
            }
        }

        if (word.Length > 0)
        {
            foreach (var whole in Finish(word, isHangul))
            {
                yield return whole;
            }
        }
    }

    /// <summary>The word, and the parts of one that is joined by marks and not known as a whole.</summary>
    private static string[] Finish(StringBuilder word, bool isHangul)
    {
        var whole = word.ToString().TrimEnd('.', '/', '-');
        word.Clear();
        if (whole.Length == 0)
        {
            return [];
        }

        return isHangul || EnglishWords.Code.ContainsKey(whole) || whole.IndexOfAny(['.', '/', '-']) < 0
            ? [whole]
            : whole.Split(['.', '/', '-'], StringSplitOptions.RemoveEmptyEntries);
    }

    private static void CollectEnglish(string word, bool isKorean, List<Evidence> found)
    {
        if (Weight(EnglishWords.Code, word) is { } code)
        {
            // In a Korean sentence an English code word is a term, not everyday language.
            found.Add(new Evidence(word, isKorean ? Math.Max(code, Math.Min(code * 2, 1.5)) : code));
        }
        else if (Weight(EnglishWords.Chat, word) is { } chat)
        {
            found.Add(new Evidence(word, chat));
        }
    }

    private static double? Weight(FrozenDictionary<string, double> words, string word)
    {
        if (words.TryGetValue(word, out var weight))
        {
            return weight;
        }

        // Plural and the commonest endings; a word list with every form would be no better.
        foreach (var ending in EnglishWords.Endings)
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal) && words.TryGetValue(word[..^ending.Length], out weight))
            {
                return weight;
            }
        }

        return null;
    }

    private static void CollectKorean(string word, List<Evidence> found)
    {
        foreach (var exception in KoreanWords.NotCode)
        {
            if (word.Contains(exception, StringComparison.Ordinal))
            {
                return;
            }
        }

        Evidence best = default;
        foreach (var (stem, weight) in KoreanWords.All)
        {
            // Korean puts endings behind and compounds before a stem; short stems only count at the beginning.
            var fits = stem.Length >= 2 ? word.Contains(stem, StringComparison.Ordinal) : word.StartsWith(stem, StringComparison.Ordinal) && word.Length <= 2;
            if (fits && Math.Abs(weight) > Math.Abs(best.Weight))
            {
                best = new Evidence(stem, weight);
            }
        }

        if (best.What is not null)
        {
            found.Add(best);
        }
    }

    private static bool IsKorean(string text)
    {
        var hangul = 0;
        var latin = 0;
        foreach (var c in text)
        {
            hangul += c is >= '가' and <= '힣' ? 1 : 0;
            latin += char.IsAsciiLetter(c) ? 1 : 0;
        }

        return hangul > 0 && hangul * 3 > latin;
    }

    /// <summary>However many everyday words a code question is dressed in, they weigh so much together and no more.</summary>
    private static void Limit(List<Evidence> found)
    {
        var against = found.Where(e => e.Weight < 0).Sum(e => e.Weight);
        if (against < MostAgainst)
        {
            for (var i = 0; i < found.Count; i++)
            {
                if (found[i].Weight < 0)
                {
                    found[i] = found[i] with { Weight = found[i].Weight * MostAgainst / against };
                }
            }
        }
    }
}
