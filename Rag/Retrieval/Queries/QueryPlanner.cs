using LocalAi.Rag.Retrieval.Lexical;
using LocalAi.Text.English;
using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Normalization;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>Analyses a question, looks its keys up in the collections and widens the words they do not hold.</summary>
internal sealed class QueryPlanner(RetrievalOptions options)
{
    private const int MaxSynonyms = 6;
    private const int MaxSimilar = 4;
    private const float LoanwordFactor = 0.8f;
    private const float LettersPerSyllable = 2.5f;
    private const float UsualWord = 2.5f;
    private const float LongWord = 6;
    private const float PredicateShare = 0.35f;
    private const int LongestVerb = 2;
    private const int ShortName = 5;

    /// <summary>Each place of a word is tried with 26 letters.</summary>
    private const int LongestMistyped = 20;
    private const float TopicShare = 1.4f;
    private const float CommonShare = 0.6f;

    private readonly Glossary _userGlossary = Glossary.Parse(options.Glossary);

    public QueryPlan Plan(string text, IReadOnlyList<LexicalIndex> indexes, long chunks)
    {
        var words = Analyze(text);
        var plan = new QueryPlan(words) { Chunks = chunks };
        if (chunks > 0)
        {
            plan.AverageWords = Math.Max(1f, (float)indexes.Sum(index => index.WordTotal) / chunks);
            plan.AverageBigrams = Math.Max(1f, (float)indexes.Sum(index => index.BigramTotal) / chunks);
        }
        foreach (var word in words)
        {
            LookUp(word.Keys, indexes, plan);
            AddSynonyms(word);
            if (!plan.IsKnown(word.WordKey)) AddSimilar(word, indexes);
            LookUp(word.Related, indexes, plan);
            if (word.Joined is { } joined && !plan.IsKnown(TermHash.Word(joined))) AddLoanwords(word, joined, indexes);
            LookUp(word.Related, indexes, plan);
            if (plan.IsKnown(word.WordKey)) Humble(word, plan);
            else if (word != words[0] && !word.IsLast && !word.IsBeforeQuestion && word.IsHangul && word.Surface[^1] == '는' && word.Stem.Length <= LongestVerb) word.IsPredicate = true;
            word.Information = Information(word, plan);
        }
        return plan;
    }

    private List<QueryWord> Analyze(string text)
    {
        if (text.Length > options.MaxQueryCharacters) text = text[..options.MaxQueryCharacters];
        text = TextNormalizer.Normalize(text).Value;
        var words = new List<QueryWord>();
        var sink = new QuerySink(text, words, options.MaxQueryTerms);
        TermAnalyzer.Analyze(text, ref sink);
        AddJoined(words);
        if (words.Count > 0) words[^1].IsLast = true;
        for (var i = 0; i + 1 < words.Count; i++) words[i].IsBeforeQuestion = QuestionWords.StartsWith(words[i + 1].Surface);
        for (var i = 2; i < words.Count; i++) words[i].IsCounted = QuestionWords.IsHowMany(words[i - 2].Surface, words[i - 1].Surface);
        Measures.Mark(words);
        // 몇 퍼센트, 몇 번: the unit asks, the text has a number before it or another unit.
        for (var i = 1; i < words.Count; i++) words[i].IsCommon |= words[i - 1].Surface == "몇";
        var counting = words.Where(word => !word.IsStop).DistinctBy(word => word.Stem).ToList();
        return counting.Count > 0 ? counting : [.. words.DistinctBy(word => word.Stem)];
    }

    /// <summary>"read file" also looks for readfile, as which read_file and readFile are indexed; 벡터 데이터베이스 for the word in one.</summary>
    private static void AddJoined(List<QueryWord> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (words[i].IsHangul != words[i + 1].IsHangul || words[i].IsStop || words[i + 1].IsStop) continue;
            var joined = words[i].IsHangul ? words[i].Surface + words[i + 1].Stem : (words[i].Surface + words[i + 1].Surface).ToLowerInvariant();
            var key = new QueryKey(TermHash.Word(joined), QueryField.Word, 1f, TermKind.Word);
            words[i].Related.Add(key);
            words[i + 1].Related.Add(key);
            words[i].Joined = words[i + 1].Joined = joined;
        }
    }

    private static void LookUp(List<QueryKey> keys, IReadOnlyList<LexicalIndex> indexes, QueryPlan plan)
    {
        foreach (var key in keys)
        {
            if (plan.IsKnown(key.Key)) continue;
            var frequency = 0;
            foreach (var index in indexes) frequency += index.DocumentFrequency(key.Key);
            plan.SetFrequency(key.Key, frequency);
        }
    }

    private void AddSynonyms(QueryWord word)
    {
        if (options.SynonymWeight <= 0) return;
        var added = 0;
        foreach (var glossary in (ReadOnlySpan<Glossary>)[_userGlossary, Glossary.BuiltIn])
        {
            foreach (var synonym in Synonyms(glossary, word))
            {
                if (added++ < MaxSynonyms) AddRelated(word, synonym, options.SynonymWeight);
            }
        }
    }

    private bool IsKnownWord(QueryWord word) =>
        word.IsCommon || word.Measure != Measure.None || !Synonyms(_userGlossary, word).IsEmpty || !Synonyms(Glossary.BuiltIn, word).IsEmpty;

    private static ReadOnlySpan<string> Synonyms(Glossary glossary, QueryWord word)
    {
        var surface = word.Surface.ToLowerInvariant();
        var found = glossary.Synonyms(surface);
        if (found.IsEmpty) found = glossary.Synonyms(word.Stem);
        if (!found.IsEmpty || !word.IsHangul || !KoreanStemmer.TryVerbStem(word.Stem, out var last)) return found;
        return glossary.Synonyms(word.Stem[..^1] + last);
    }

    private void AddSimilar(QueryWord word, IReadOnlyList<LexicalIndex> indexes)
    {
        if (options.SimilarWeight <= 0 || word.IsPredicate) return;
        AddLoanwords(word, word.IsHangul ? word.Stem : word.Surface.ToLowerInvariant(), indexes);
        // Who writes a short name with its capital means it: Rust is not rest.
        if (word.IsName && word.Stem.Length <= ShortName) return;
        var similar = new List<string>();
        foreach (var index in indexes) index.Vocabulary.FindSimilar(word.Stem, MaxSimilar, similar);
        // 가격 is no misspelled 간격; photography may still be meant by photograph.
        if (IsKnownWord(word)) similar.RemoveAll(other => !other.StartsWith(word.Stem, StringComparison.Ordinal) && !word.Stem.StartsWith(other, StringComparison.Ordinal));
        else if (similar.Count == 0 && !word.IsHangul) FindMistyped(word.Surface.ToLowerInvariant(), indexes, similar);
        foreach (var other in similar) AddStem(word, other, options.SimilarWeight);
    }

    /// <summary>One letter too many, one missing or two in the wrong order, where the stemmer would hide the likeness: postgress is two letters away from the stem of postgres.</summary>
    private static void FindMistyped(string word, IReadOnlyList<LexicalIndex> indexes, List<string> found)
    {
        if (word.Length is <= ShortName or > LongestMistyped || word.AsSpan().ContainsAnyExceptInRange('a', 'z')) return;
        Span<char> other = stackalloc char[word.Length + 1];
        for (var i = 0; i < word.Length && found.Count < MaxSimilar; i++)
        {
            word.AsSpan(0, i).CopyTo(other);
            word.AsSpan(i + 1).CopyTo(other[i..]);
            Look(other[..word.Length], word.Length - 1);
            if (i + 1 == word.Length) break;
            word.CopyTo(other);
            (other[i], other[i + 1]) = (other[i + 1], other[i]);
            Look(other[..word.Length], word.Length);
            for (var letter = 'a'; letter <= 'z' && found.Count < MaxSimilar; letter++)
            {
                word.AsSpan(0, i + 1).CopyTo(other);
                other[i + 1] = letter;
                word.AsSpan(i + 1).CopyTo(other[(i + 2)..]);
                Look(other, word.Length + 1);
            }
        }

        void Look(Span<char> letters, int length)
        {
            var stem = letters[..EnglishStemmer.Stem(letters, length)].ToString();
            if (!found.Contains(stem) && indexes.Any(index => index.DocumentFrequency(TermHash.Word(stem)) > 0)) found.Add(stem);
        }
    }

    /// <summary>Words of the other script that sound like it; "fluent bit" sounds like 플루언트비트 only as one word.</summary>
    private void AddLoanwords(QueryWord word, string spelling, IReadOnlyList<LexicalIndex> indexes)
    {
        if (options.SimilarWeight <= 0) return;
        var loanwords = new List<string>();
        foreach (var index in indexes) index.Vocabulary.FindLoanwords(spelling, MaxSimilar, loanwords);
        foreach (var other in loanwords) AddStem(word, other, options.SimilarWeight * LoanwordFactor);
    }

    /// <summary>A rare synonym must not outweigh the word that was asked for: its idf counts at most as much as the word's own.</summary>
    private static void Humble(QueryWord word, QueryPlan plan)
    {
        var own = plan.Idf(word.WordKey);
        for (var i = 0; i < word.Related.Count; i++)
        {
            var key = word.Related[i];
            var idf = plan.Idf(key.Key);
            // Two words written as one (weight 1) are the words themselves.
            if (key.Weight < 1 && idf > own) word.Related[i] = key with { Weight = key.Weight * own / idf };
        }
    }

    private static void AddRelated(QueryWord word, string other, float weight)
    {
        var sink = new KeySink(word.Related, weight);
        TermAnalyzer.Analyze(other, ref sink);
    }

    /// <summary>Words of the vocabulary are stems already: they are looked up as they are.</summary>
    private static void AddStem(QueryWord word, string stem, float weight) =>
        word.Related.Add(new QueryKey(TermHash.Word(stem), QueryField.Word, weight, TermKind.Word));

    /// <summary>
    /// How much the word says of what is asked: its idf; for a word nobody holds the highest there is, so that a question about something
    /// foreign is seen to be one. A small collection cannot tell rare words from common ones, so general knowledge stands in
    /// for it: long words are rare (Zipf's law of abbreviation), nouns name what verbs only ask about, the topic most of all, and some words are common everywhere.
    /// </summary>
    private static float Information(QueryWord word, QueryPlan plan)
    {
        // A word that is spelled otherwise in the collections says as much as the word that is meant.
        var meant = word.Related.Where(key => key.Field == QueryField.Word).Select(key => plan.Idf(key.Key)).DefaultIfEmpty().Max();
        var idf = plan.IsKnown(word.WordKey) ? plan.Idf(word.WordKey) : meant > 0 ? meant : plan.InverseFrequency(0);
        // What nobody holds may end in a syllable that looks like a particle (고양이).
        var hangul = plan.IsKnown(word.WordKey) || word.IsPredicate ? word.Stem.Length : KoreanStemmer.Stem(word.Surface).ClearLength;
        var syllables = !word.IsHangul ? word.Stem.Length / LettersPerSyllable : word.IsShortNoun ? 1 : hangul;
        // A name is rare however short it is.
        var length = MathF.Sqrt(Math.Clamp(syllables, word.IsName ? UsualWord : 1, LongWord) / UsualWord);
        return idf * length * (word.IsPredicate ? PredicateShare : word.IsTopic ? TopicShare : 1) * (word.IsCommon ? CommonShare : 1);
    }
}
