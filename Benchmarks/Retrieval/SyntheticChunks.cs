using LocalAi.Rag.Retrieval;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>Korean and English chunks of three sentences from a fixed seed; word frequencies fall like in real text (Zipf).</summary>
internal sealed class SyntheticChunks(int seed)
{
    private const int Stems = 40_000;
    private static readonly string[] Particles = ["은", "는", "이", "가", "을", "를", "에서", "으로", "의", "에", "", "", "합니다", "하는", "됩니다"];
    private static readonly string[] Syllables =
        [.. "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히간난단란만반산안잔찬전천정청경영성형결설절별"
            .Select(c => c.ToString())];

    private readonly Random _random = new(seed);
    private readonly string[] _korean = new string[Stems];
    private readonly string[] _english = new string[Stems];

    public SyntheticChunks Prepare()
    {
        for (var i = 0; i < Stems; i++)
        {
            _korean[i] = string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => Syllables[_random.Next(Syllables.Length)]));
            _english[i] = string.Concat(Enumerable.Range(0, _random.Next(2, 4)).Select(_ => $"{"bcdfghklmnprstvw"[_random.Next(16)]}{"aeiou"[_random.Next(5)]}{"lmnrst"[_random.Next(6)]}"));
        }
        return this;
    }

    public ChunkEntry Next(long id)
    {
        var isKorean = _random.Next(10) < 6;
        var sentences = Enumerable.Range(0, 3).Select(_ => string.Join(' ', Enumerable.Range(0, isKorean ? 18 : 24).Select(_ => Word(isKorean))) + (isKorean ? "다." : "."));
        return new ChunkEntry(id, id / 10, string.Join(' ', sentences), $"{Word(isKorean)} {Word(isKorean)}", Word(isKorean), $"folder/{id / 10}.md");
    }

    /// <summary>Two to five words, of any frequency.</summary>
    public string Question()
    {
        var isKorean = _random.Next(2) == 0;
        return string.Join(' ', Enumerable.Range(0, _random.Next(2, 6)).Select(_ => Word(isKorean)));
    }

    private string Word(bool isKorean)
    {
        // Inverse of the distribution 1 / rank over the stems.
        var rank = (int)Math.Min(Stems - 1, Math.Exp(_random.NextDouble() * Math.Log(Stems)) - 1);
        return isKorean ? _korean[rank] + Particles[_random.Next(Particles.Length)] : _english[rank];
    }
}
