using System.Text;
using System.Text.Unicode;
using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Reading;

/// <summary>
/// Bytes to text: byte order mark, else valid UTF-8, else UTF-16 by its zero bytes, else CP949 (EUC-KR) when what comes out is Korean, else Windows-1252.
/// </summary>
internal static class TextDecoder
{
    private const int Looked = 64 * 1024;

    /// <summary>A stray bell or backspace makes no binary of a short text.</summary>
    private const int FewControls = 4;

    /// <summary>Letters of UTF-8 for each broken one: by chance other encodings give no such run.</summary>
    private const int WholeLetters = 20;

    private static readonly Encoding Korean = Strict(949);
    private static readonly Encoding Western = Strict(1252);

    /// <exception cref="UnreadableFileException">The bytes are no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (FromMark(bytes) is { } marked)
        {
            return marked;
        }

        if (Utf16WithoutMark(bytes) is { } wide)
        {
            return wide;
        }

        if (LooksBinary(bytes))
        {
            throw new UnreadableFileException(ProblemCodes.Binary, "The file is binary: it holds bytes that no text has.");
        }

        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        return TryDamagedUtf8(bytes) ?? TryKorean(bytes) ?? TryKorean(bytes[..^1]) ?? TryWestern(bytes)
            ?? throw new UnreadableFileException(ProblemCodes.Binary, "The file is neither UTF-8, UTF-16, EUC-KR/CP949 nor Windows-1252 text.");
    }

    private static string? FromMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        [0xFF, 0xFE, 0, 0, .. var rest] when rest.Length % 4 == 0 => Encoding.UTF32.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        _ => null,
    };

    /// <summary>Latin text in UTF-16 has a zero in every other byte; a file with at least a third of them, on one side only, is taken for it, and so is Korean.</summary>
    private static string? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length, Looked)];
        if (bytes.Length < 4 || bytes.Length % 2 != 0)
        {
            return null;
        }

        Span<int> zeros = [0, 0];
        for (var i = 0; i < sample.Length; i++)
        {
            zeros[i & 1] += sample[i] == 0 ? 1 : 0;
        }

        if (zeros[0] + zeros[1] == 0)
        {
            return null;
        }

        var third = sample.Length / 6;
        return (zeros[1] >= third && zeros[0] == 0) || IsKorean(Encoding.Unicode.GetString(sample)) ? Encoding.Unicode.GetString(bytes)
            : (zeros[0] >= third && zeros[1] == 0) || IsKorean(Encoding.BigEndianUnicode.GetString(sample)) ? Encoding.BigEndianUnicode.GetString(bytes)
            : null;
    }

    /// <summary>Hangul has hardly a zero byte: of Korean text only spaces, digits and line ends have them.</summary>
    private static bool IsKorean(string text)
    {
        var hangul = text.Count(c => c is >= '\uAC00' and <= '\uD7A3');
        var strange = text.Count(c => c is not (>= '\uAC00' and <= '\uD7A3' or >= ' ' and <= '~' or '\n' or '\r' or '\t' or >= '\u2010' and <= '\u203B' or >= '\u3000' and <= '\u301F'));
        return hangul * 2 >= text.Length && strange * 50 <= text.Length;
    }

    private static bool LooksBinary(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length, Looked)];
        var control = 0;
        foreach (var b in sample)
        {
            if (b == 0)
            {
                return true;
            }

            // Escape sequences of terminal logs and form feeds are text.
            control += b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B) ? 1 : 0;
        }

        return control > FewControls && control > sample.Length / 50;
    }

    /// <summary>UTF-8 with a few broken letters: a log that was cut in the middle of one, two files put together.</summary>
    private static string? TryDamagedUtf8(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        int broken = 0, whole = 0;
        foreach (var c in text)
        {
            broken += c == '\uFFFD' ? 1 : 0;
            whole += c > 0x7F && c != '\uFFFD' ? 1 : 0;
        }

        return broken * WholeLetters <= whole ? text : null;
    }

    private static string? TryKorean(ReadOnlySpan<byte> bytes)
    {
        if (TryDecode(Korean, bytes) is not { } text)
        {
            return null;
        }

        int hangul = 0, foreign = 0;
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Looked)))
        {
            hangul += c is >= '\uAC00' and <= '\uD7A3' ? 1 : 0;
            foreign += c > 0x7F ? 1 : 0;
        }

        return hangul * 2 >= foreign ? text : null;
    }

    private static string? TryWestern(ReadOnlySpan<byte> bytes)
    {
        // Every byte means something in Windows-1252, so letters have to outweigh signs.
        if (TryDecode(Western, bytes) is not { } text)
        {
            return null;
        }

        int letters = 0, foreign = 0;
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Looked)))
        {
            if (c > 0x7F)
            {
                foreign++;
                letters += char.IsLetter(c) || c is '’' or '‘' or '“' or '”' or '–' or '—' or '…' or '€' or '°' or '§' or '\u00A0' ? 1 : 0;
            }
        }

        return letters * 10 >= foreign * 7 && foreign * 3 <= text.Length ? text : null;
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Strict(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
