using System.Text;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Collects what speaks for code and for chat in one turn. Pure and deterministic.</summary>
internal static class TurnScorer
{
    private const double MostAgainst = -3;

    /// <summary>An ambiguous word is believed in full when it and its like are this part of what the text is about.</summary>
    private const double FullShare = 0.31;

    /// <summary>In a text that hardly says anything else, such words are believed more than each alone.</summary>
    private const double MainlyShare = 0.5;

    private const double MainlyWeight = 1.2;

    /// <summary>A word before a person's (SQL developer, backend engineer) says who, not what.</summary>
    private const double OfPerson = 0.25;

    /// <summary>
    /// 1. Patterns: the look of code, then tasks of language.
    /// 2. Words: each counts once.
    /// 3. Without anything that can only be code, words with an everyday meaning count by the share of the text they explain:
    ///    "deploy pipeline" is about software, "deploy an awning on an RV in the wind" is not.
    /// </summary>
    public static TurnScore Score(string text)
    {
        text = ScriptBoundary.Separate(text);
        var found = new List<Evidence>();
        CodePatterns.Collect(text, found);
        CodeConcepts.Collect(text, found);
        var (content, share) = CollectWords(text, found);
        var belief = share >= MainlyShare ? MainlyWeight : Math.Min(1, share / FullShare);
        if (!found.Exists(e => e is { Kind: EvidenceKind.Plain, Weight: >= 1 }))
        {
            for (var i = 0; i < found.Count; i++)
            {
                if (found[i].Kind == EvidenceKind.Ambiguous)
                {
                    found[i] = found[i] with { Weight = found[i].Weight * belief };
                }
            }
        }

        ChatPatterns.Collect(text, found);
        Limit(found);
        return new TurnScore(found, content, ChatPatterns.TurnOf(text));
    }

    /// <returns>How many words have a meaning of their own, and the share of them that may be about code.</returns>
    private static (int Content, double Share) CollectWords(string text, List<Evidence> found)
    {
        var isKorean = IsKorean(text);
        var words = Words(text).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var content = 0;
        var explained = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!seen.Add(word))
            {
                continue;
            }

            var isHangul = word[0] >= '가';
            if (IsPerson(word))
            {
                content++;
            }
            else if ((isHangul ? KoreanWords.Find(word) : EnglishWords.Find(word)) is { } evidence)
            {
                content++;
                explained += evidence.Weight > 0 ? 1 : 0;
                found.Add(InContext(evidence, isKorean && !isHangul, i + 1 < words.Count && IsPerson(words[i + 1])));
            }
            else
            {
                content += (isHangul ? KoreanWords.IsContent(word) : EnglishWords.IsContent(word)) ? 1 : 0;
            }
        }

        return (content, content == 0 ? 1 : explained / (double)content);
    }

    private static bool IsPerson(string word) => word[0] >= '가' ? KoreanWords.IsPerson(word) : EnglishWords.IsPerson(word);

    private static Evidence InContext(Evidence evidence, bool isForeign, bool isOfPerson) => evidence switch
    {
        { Weight: <= 0 } => evidence,
        _ when isOfPerson => evidence with { Weight = evidence.Weight * OfPerson, Kind = EvidenceKind.Ambiguous },
        // In a Korean sentence an English code word is a term, not everyday language.
        _ when isForeign => evidence with { Weight = Math.Max(evidence.Weight, Math.Min(evidence.Weight * 2, 1.5)) },
        _ => evidence,
    };

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

        return isHangul || EnglishWords.All.ContainsKey(whole) || whole.IndexOfAny(['.', '/', '-']) < 0
            ? [whole]
            : whole.Split(['.', '/', '-'], StringSplitOptions.RemoveEmptyEntries);
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
