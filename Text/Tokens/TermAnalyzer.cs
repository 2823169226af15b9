using LocalAi.Text.English;
using LocalAi.Text.Korean;

namespace LocalAi.Text.Tokens;

/// <summary>
/// Turns a normalised text into the terms of two fields. The same code serves documents and questions, so what one side writes the other
/// finds.
/// </summary>
/// <remarks>
/// 1. Cut into runs of one script.
/// 2. Hangul: stem → word field; verb reading → alternative; bigrams of the stem; a bridge over a single space.
/// 3. Latin: whole identifier and its parts, each stemmed → word field; a single letter also together with the Hangul it touches.
/// 4. Han and kana: characters → word field, neighbours → bigram field.
/// </remarks>
public static class TermAnalyzer
{
    public static void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : struct, ITermSink
    {
        Span<char> buffer = stackalloc char[RunScanner.MaxRunLength + 8];
        var scanner = new RunScanner(text);
        var previous = default(Run);
        var bridge = '\0';
        for (var position = 0; scanner.MoveNext(); position++)
        {
            var run = scanner.Current;
            var word = text.Slice(run.Start, run.Length);
            switch (run.Kind)
            {
                case RunKind.Hangul:
                    if (previous.Kind == RunKind.Latin && previous.End == run.Start && KoreanStemmer.IsAttachedParticle(word)) break;
                    if (bridge != '\0' && run.Start == previous.End + 1 && text[previous.End] == ' ')
                        sink.Bigram(TermKind.Bridge, bridge, word[0], previous, position - 1);
                    bridge = AnalyzeHangul(word, run, position, buffer, ref sink);
                    if (previous is { Kind: RunKind.Latin, Length: 1 } && previous.End == run.Start)
                        AnalyzeJoined(text.Slice(previous.Start, KoreanStemmer.Stem(text[previous.Start..run.End]).Length), run, position, buffer, ref sink);
                    break;
                case RunKind.Latin:
                    AnalyzeLatin(word, run, position, buffer, ref sink);
                    if (run.Length == 1 && previous.Kind == RunKind.Hangul && previous.End == run.Start)
                        AnalyzeJoined(text[previous.Start..run.End], run, position, buffer, ref sink);
                    break;
                default:
                    AnalyzeCjk(word, run, position, ref sink);
                    break;
            }
            if (run.Kind != RunKind.Hangul) bridge = '\0';
            previous = run;
        }
    }

    /// <returns>The last syllable when nothing was taken off, so that a compound may go on after a space; else NUL.</returns>
    private static char AnalyzeHangul<TSink>(ReadOnlySpan<char> word, Run run, int position, Span<char> buffer, ref TSink sink)
        where TSink : struct, ITermSink
    {
        var stem = KoreanStemmer.Stem(word);
        sink.Word(TermKind.Word, word[..stem.Length], run, position);
        AnalyzeReadings(word, stem.Length, run, position, buffer, ref sink);
        for (var i = 0; i + 1 < stem.Length; i++) sink.Bigram(TermKind.Bigram, word[i], word[i + 1], run, position);
        for (var i = stem.Length - 1; i + 1 < stem.ClearLength; i++) sink.Bigram(TermKind.Tail, word[i], word[i + 1], run, position);
        return stem.Length == word.Length ? word[^1] : '\0';
    }

    private static void AnalyzeReadings<TSink>(ReadOnlySpan<char> word, int stem, Run run, int position, Span<char> buffer, ref TSink sink)
        where TSink : struct, ITermSink
    {
        if (stem >= 2 && KoreanStemmer.TryVerbStem(word[..stem], out var last))
        {
            word[..stem].CopyTo(buffer);
            buffer[stem - 1] = last;
            sink.Word(TermKind.Alternative, buffer[..stem], run, position);
        }
        if (KoreanStemmer.TryDoubledRieul(word[..stem], out var beforeLast))
        {
            word[..stem].CopyTo(buffer);
            (buffer[stem - 2], buffer[stem - 1]) = (beforeLast, '르');
            sink.Word(TermKind.Alternative, buffer[..stem], run, position);
        }
        // 값을 → 값, 읽는 → 읽: the two-syllable rule keeps 마을 whole, so both are written.
        if (word.Length == 2 && word[1] is '은' or '는' or '을' or '를' or '이' or '가' or '에' or '로' or '도' or '의')
            sink.Word(TermKind.Alternative, word[..1], run, position);
    }

    private static void AnalyzeLatin<TSink>(ReadOnlySpan<char> word, Run run, int position, Span<char> buffer, ref TSink sink)
        where TSink : struct, ITermSink
    {
        var whole = Joined(word, buffer);
        var parts = new IdentifierParts(word);
        var isSimple = parts.MoveNext() && parts.Current.Length == word.Length;
        if (isSimple)
        {
            whole = EnglishStemmer.Stem(buffer, whole);
            sink.Word(TermKind.Word, buffer[..whole], run, position);
            return;
        }
        if (whole > 0) sink.Word(TermKind.Word, buffer[..whole], run, position);
        // 5.3.0 is also found by 5.3.
        if (MinorVersion(buffer[..whole]) is > 0 and var minor) sink.Word(TermKind.Part, buffer[..minor], run, position);
        parts = new IdentifierParts(word);
        while (parts.MoveNext())
        {
            var (start, length) = parts.Current;
            if (length < 2) continue;
            word.Slice(start, length).ToLowerInvariant(buffer);
            length = EnglishStemmer.Stem(buffer, length);
            sink.Word(TermKind.Part, buffer[..length], run, position);
        }
    }

    /// <returns>Length of the first two numbers of a version with three; 0 when it is none.</returns>
    private static int MinorVersion(ReadOnlySpan<char> word)
    {
        var second = 0;
        var dots = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '.' && ++dots == 2) second = i;
            else if (word[i] != '.' && !char.IsAsciiDigit(word[i]) && (i > 0 || word[i] != 'v')) return 0;
        }
        return second;
    }

    /// <summary>A single letter or digit and the Korean word it belongs to are one term as well: T점수, 3차, 비타민K.</summary>
    private static void AnalyzeJoined<TSink>(ReadOnlySpan<char> joined, Run run, int position, Span<char> buffer, ref TSink sink)
        where TSink : struct, ITermSink
    {
        if (joined.Length > buffer.Length) return;
        joined.ToLowerInvariant(buffer);
        sink.Word(TermKind.Part, buffer[..joined.Length], run, position);
    }

    /// <summary>Lower case without the joints that people write in different ways: read_file, read-file and readFile are one identifier.</summary>
    private static int Joined(ReadOnlySpan<char> word, Span<char> buffer)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c is not ('_' or '-' or '\'')) buffer[length++] = char.ToLowerInvariant(c);
        }
        return length;
    }

    private static void AnalyzeCjk<TSink>(ReadOnlySpan<char> word, Run run, int position, ref TSink sink) where TSink : struct, ITermSink
    {
        for (var i = 0; i < word.Length; i++)
        {
            // A supplementary character is one term.
            var length = char.IsHighSurrogate(word[i]) && i + 1 < word.Length ? 2 : 1;
            sink.Word(TermKind.Word, word.Slice(i, length), run, position);
            i += length - 1;
            if (length == 1 && i + 1 < word.Length && !char.IsSurrogate(word[i + 1])) sink.Bigram(TermKind.Bigram, word[i], word[i + 1], run, position);
        }
    }
}
