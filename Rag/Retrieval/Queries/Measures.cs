using System.Collections.Frozen;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>
/// Questions for a quantity (what does it cost, how deep is it, 수명) and the units an answer has. A text with neither the word that was asked for nor any of its
/// units tells something else of the same thing.
/// </summary>
internal static class Measures
{
    private const int LongestUnit = 5;

    /// <summary>An abbreviation is a unit behind a number only.</summary>
    private const int ShortestWord = 3;

    private static readonly FrozenDictionary<string, Measure> Asked = Index(
        (Measure.Money, "cost costs price prices pricing fee fees charge charges rent salary wage wages tariff 가격 비용 요금 수수료 급여 월급 연봉 보조금 지원금 월세"),
        (Measure.Temperature, "temperature temperatures 온도 기온 수온"),
        (Measure.Voltage, "voltage 전압"),
        (Measure.Weight, "weight weights weigh weighs 무게 중량 몸무게"),
        (Measure.Length, "height width depth distance thickness diameter 높이 너비 깊이 거리 두께 지름"),
        (Measure.Speed, "speed 속도 시속"),
        (Measure.Loudness, "noise loudness 소음"),
        (Measure.Duration, "lifespan duration lifetime 수명 소요시간 지속시간"));

    private static readonly FrozenDictionary<string, Measure> AskedByHow = Index(
        (Measure.Money, "expensive"),
        (Measure.Temperature, "hot cold warm"),
        (Measure.Weight, "heavy"),
        (Measure.Loudness, "loud noisy"),
        (Measure.Length, "high tall wide deep far thick"),
        (Measure.Speed, "fast"));

    private static readonly FrozenDictionary<Measure, FrozenSet<string>> Units = new Dictionary<Measure, FrozenSet<string>>
    {
        [Measure.Money] = Words("won dollar dollars euro euros pound pounds cent cents yen free percent 원 만원 천원 만 억 달러 유로 퍼센트"),
        [Measure.Temperature] = Words("degree degrees celsius fahrenheit c f k 도"),
        [Measure.Voltage] = Words("v kv mv volt volts 볼트"),
        [Measure.Weight] = Words("g kg mg t lb lbs oz gram grams kilogram kilograms kilo kilos pound pounds ounce ounces ton tons tonne tonnes 킬로그램 그램 톤 근"),
        [Measure.Length] = Words("mm cm m km ft inch inches foot feet yard yards metre metres meter meters mile miles kilometres kilometers 킬로미터 미터 밀리 센티"),
        [Measure.Speed] = Words("kmh kph mph kn rpm bps kbps mbps gbps fps knot knots 노트 배"),
        [Measure.Loudness] = Words("db decibel decibels 데시벨"),
        [Measure.Duration] = Words("s ms h d second seconds minute minutes hour hours day days week weeks month months year years decade decades 초 분 시간 일 주 달 개월 년"),
    }.ToFrozenDictionary();

    /// <summary>Words that are a quantity by themselves.</summary>
    private static readonly FrozenDictionary<string, Measure> Alone = Index(
        (Measure.Money, "무료 공짜"), (Measure.Temperature, "섭씨 영하 영상"), (Measure.Speed, "시속 초속 분속"), (Measure.Duration, "하루 이틀 사흘 나흘 보름"));

    private static readonly FrozenSet<string> Numerals = Words("한 두 세 네 석 넉 다섯 여섯 일곱 여덟 아홉 열 스무 몇 수 백 천 만");

    /// <summary>
    /// What the question wants to know: the quantity that stands at its end (오후권 가격, what does it cost), behind "how" (how deep) or before "of" and "for".
    /// In 요금을 돌려받나요 it is only spoken of.
    /// </summary>
    /// <param name="words">All words of the question, in order.</param>
    public static void Mark(List<QueryWord> words)
    {
        var isEnd = true;
        for (var i = words.Count - 1; i >= 0; i--)
        {
            var (word, before, after) = (Text(words, i), Text(words, i - 1), Text(words, i + 1));
            if (before == "how" && AskedByHow.TryGetValue(word, out var byHow)) words[i].Measure = byHow;
            else if (isEnd || after is "of" or "for") words[i].Measure = Asked.GetValueOrDefault(word);
            isEnd &= words[i].IsStop;
        }
    }

    private static string Text(List<QueryWord> words, int i) =>
        i < 0 || i >= words.Count ? "" : words[i].IsHangul ? words[i].Stem : words[i].Surface.ToLowerInvariant();

    /// <summary>Whether a text has a quantity of this kind.</summary>
    public static bool IsIn(Measure measure, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (OfSign(c) == measure) return true;
        }
        var units = Units[measure].GetAlternateLookup<ReadOnlySpan<char>>();
        var afterNumber = false;
        var runs = new RunScanner(text);
        Span<char> lower = stackalloc char[RunScanner.MaxRunLength];
        while (runs.MoveNext())
        {
            var run = runs.Current;
            var word = lower[..text.Slice(run.Start, run.Length).ToLowerInvariant(lower)];
            if (run.Kind == RunKind.Latin)
            {
                var unit = word.TrimStart("0123456789.,-");
                var isBehind = afterNumber || unit.Length < word.Length;
                if (units.Contains(unit) && (isBehind || unit.Length >= ShortestWord) && (measure != Measure.Length || !IsRate(text[run.End..]))) return true;
                if (measure == Measure.Speed && Units[Measure.Length].Contains(unit.ToString()) && IsRate(text[run.End..])) return true;
                afterNumber = unit.IsEmpty;
                continue;
            }
            if (HasPrefix(word, units, afterNumber) || StandsAlone(word, measure)) return true;
            afterNumber = Numerals.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
        }
        return false;
    }

    /// <summary>25 km/h and 12 metres per second are no distances.</summary>
    private static bool IsRate(ReadOnlySpan<char> after) =>
        after.StartsWith("/h", StringComparison.Ordinal) || after.StartsWith("/s", StringComparison.Ordinal) || after.StartsWith(" per ", StringComparison.Ordinal) || after.StartsWith(" an hour", StringComparison.Ordinal);

    private static Measure OfSign(char c) => c switch
    {
        '$' or '€' or '£' or '¥' or '₩' or '%' => Measure.Money,
        '°' or '℃' or '℉' => Measure.Temperature,
        _ => Measure.None,
    };

    /// <summary>Particles follow the unit: 850도까지.</summary>
    private static bool HasPrefix(ReadOnlySpan<char> word, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> units, bool afterNumber)
    {
        for (var length = 1; afterNumber && length <= Math.Min(word.Length, LongestUnit); length++)
        {
            if (units.Contains(word[..length])) return true;
        }
        return false;
    }

    private static bool StandsAlone(ReadOnlySpan<char> word, Measure measure) =>
        word.Length >= 2 && Alone.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word[..2], out var meant) && meant == measure;

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, Measure> Index(params (Measure Measure, string Words)[] groups) =>
        groups.SelectMany(group => group.Words.Split(' '), (group, word) => KeyValuePair.Create(word, group.Measure)).ToFrozenDictionary(StringComparer.Ordinal);
}
