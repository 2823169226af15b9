namespace LocalAi.Tests.Support;

/// <summary>The tokens of the tiny models: all bytes, so that every text can be read, and a few words, so that what they write looks like text.</summary>
internal static class TinyGgufVocabulary
{
    /// <summary>SentencePiece's mark for a space (U+2581).</summary>
    private const string Space = "\u2581";

    public const int Unknown = 0;
    public const int BeginOfText = 1;
    public const int EndOfText = 2;
    public const int MessageStart = 3;
    public const int MessageEnd = 4;

    /// <summary>Tokens before this index (controls and bytes) are read but, having no output weights, never preferred.</summary>
    public const int FirstWritten = 5 + 256;

    private static readonly string[] Words =
    [
        "the", "a", "model", "answers", "question", "local", "machine", "index", "search", "token", "stream", "file", "code",
        "function", "test", "value", "list", "table", "time", "work", "word", "line", "small", "fast", "slow", "open", "close",
        "is", "and", "or", "with", "from", "into", "한국어", "질문", "답변", "모델", "문서", "코드", "검색", "색인", "이", "그", "는", "를", "다",
    ];

    /// <summary>The byte that ends a line, and with it the head of the model's message in a ChatML prompt.</summary>
    public const string NewLine = "<0x0A>";

    /// <summary>Tokens, scores and types for llama.cpp's "llama" (SentencePiece) tokenizer, with more pieces of text at the end.</summary>
    public static (string[] Tokens, float[] Scores, int[] Types) SentencePiece(params IEnumerable<string> more)
    {
        // Types as in llama.cpp's llama_token_type: 1 normal, 2 unknown, 3 control, 6 byte.
        var entries = new List<(string Token, int Type)>
        {
            ("<unk>", 2), ("<s>", 3), ("</s>", 3), ("<|im_start|>", 3), ("<|im_end|>", 3),
        };
        entries.AddRange(Enumerable.Range(0, 256).Select(b => ($"<0x{b:X2}>", 6)));
        entries.Add((Space, 1));
        entries.AddRange(Enumerable.Range(33, 94).Select(c => (((char)c).ToString(), 1)));
        entries.AddRange(Words.Select(w => (Space + w, 1)));
        entries.AddRange(more.Select(Piece).Where(piece => entries.TrueForAll(e => e.Token != piece)).Select(piece => (piece, 1)));
        return ([.. entries.Select(e => e.Token)], [.. entries.Select((_, i) => -(float)i)], [.. entries.Select(e => e.Type)]);
    }

    /// <summary>A text as the vocabulary has it.</summary>
    public static string Piece(string text) => text.Replace(" ", Space, StringComparison.Ordinal);

    /// <summary>Tokens and types for llama.cpp's "bert" (WordPiece) tokenizer: a piece that begins a word carries the space mark.</summary>
    public static (string[] Tokens, int[] Types) WordPiece()
    {
        string[] letters = [.. Enumerable.Range(33, 94).Select(c => ((char)c).ToString())];
        string[] tokens =
        [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
            .. letters.Select(l => Space + l), .. letters, .. Words.Where(w => w.Length > 1).Select(w => Space + w),
        ];
        return (tokens, [.. tokens.Select((_, i) => i == 1 ? 2 : i < 5 ? 3 : 1)]);
    }
}
