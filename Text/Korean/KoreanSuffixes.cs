using System.Collections.Frozen;

namespace LocalAi.Text.Korean;

/// <summary>
/// The closed list of particles (josa) and endings that are taken off Korean words. Nouns never change in front of them, so a list does
/// what a dictionary would; what it cannot know is whether a last syllable belongs to the noun, hence two classes.
/// </summary>
internal static class KoreanSuffixes
{
    /// <summary>Nearly always grammar: taken off everywhere.</summary>
    private const string Clear =
        // Particles.
        "은 는 을 를 에서 에게 한테 께서 으로 까지 부터 처럼 보다 밖에 조차 마저 마다 만큼 대로 이라 이란 이나 이며 이든 이랑 하고 라도 라는 라고 라면 든지 " +
        "에는 에도 에만 에의 와의 과의 와는 과는 와도 과도 만은 만을 만이 만의 로는 로도 로만 로의 의는 으로는 으로도 으로만 으로의 으로써 으로서 로써 로서 " +
        "에서는 에서도 에서만 에서의 에게는 에게도 에게서 한테서 까지는 까지도 까지의 부터는 부터의 보다는 보다도 처럼은 로부터 으로부터 에서부터 " +
        "이라고 이라는 이라면 이라도 이라서 이든지 이나마 뿐만 뿐만아니라 들은 들을 들이 들의 들에 들과 들도 들로 들에서 들에게 마다의 대로의 만으로 만으로는 " +
        // The copula.
        "입니다 입니까 이다 이었다 였다 이에요 예요 인가요 인가 일까요 일까 이죠 인데 이므로 이지만 이었습니다 였습니다 인지 이어서 이어야 이고 이면 이었던 였던 이라서 " +
        // 하다.
        "하다 합니다 합니까 한다 하는 하며 하면 하면서 하려면 하려고 하려는 하여 해서 해야 해도 했다 했고 했을 했는데 했습니다 했어요 해요 했더니 하기 하지 " +
        "하지만 하도록 하자 하게 하니 하던 했던 하나요 하나 할까요 할까 할지 하는지 하느냐 하십시오 하세요 하는데 하였다 하였습니다 하였고 해주세요 해줘 해줘요 해라 " +
        "한다면 한다고 한다는 하거나 하더라도 하므로 하기에 하기만 하기도 하지는 하지도 하려다 하고서 하는가 한지 한데 할때 할수 합시다 해야만 해야하는 해야하나요 " +
        "했다면 했지만 했으면 했는지 했나요 했네요 하네요 하죠 하지요 했죠 하시오 할까봐 하곤 하다가 했다가 " +
        // 되다.
        "되다 됩니다 됩니까 된다 되는 되고 되며 되면 되면서 되려면 되려고 되어 돼서 되어서 되어야 돼야 돼도 되어도 됐다 됐고 되었다 되었습니다 됐습니다 됐어요 돼요 " +
        "되었을 됐을 되지 되지만 되도록 되게 되나요 되나 될까요 될까 될지 되는지 된다면 된다고 된다는 되는데 되기 되던 되었던 됐던 되거나 되더라도 되므로 되었고 되었지만 " +
        "됐지만 되었는데 됐는데 되었나요 됐나요 되네요 되죠 되었는지 됐는지 되어있는 되어있다 돼있는 되었으면 된지 된데 되니 되자 되다가 " +
        // 시키다, 받다, 당하다 as light verbs.
        "시킵니다 시킨다 시키는 시키고 시키면 시켜 시켜서 시켜야 시키려면 시켰다 시켰습니다 시킬 시킨 시키기 시키지 시키도록 " +
        // Endings of other verbs and adjectives.
        "습니다 습니까 었습니다 았습니다 겠습니다 었다 았다 었던 았던 었을 았을 었고 았고 었는데 았는데 었어요 았어요 었으면 았으면 었나요 았나요 었는지 았는지 " +
        "니다 니까 는데 면서 으면서 려면 으려면 려고 으려고 려는 으려는 으면 으며 어서 아서 어야 아야 어도 아도 는지 은지 나요 까요 을까요 을까 을지 도록 지만 거나 " +
        "더니 던데 네요 군요 세요 으세요 십시오 으십시오 다면 다고 다는 자마자 느라 더라도 으므로 므로 기에 기에는 기만 기도 기는 기를 기가 기로 지는 지도 지를 어요 아요 " +
        "었지만 았지만 겠다 겠지만 는가 은가 을때 을수 는다 는다면 는다고 는다는 라면서 는구나 을게요 ㄹ까요 어라 아라 으니 으니까 으나 지요";

    /// <summary>One syllable that may as well end a noun (속도, 회의, 제한): taken off, but the bigrams over it stay findable.</summary>
    private const string Ambiguous = "이 가 의 에 로 와 과 도 만 들 뿐 고 며 면 기 다 게 죠 한 할 함 해 된 될 됨 돼";

    /// <summary>
    /// Endings after a conjugated verb only, that is after an open syllable with one of its vowels (느려서, 바꿔야, 가요): 인증서 and 불필요 are nouns.
    /// </summary>
    private const string AfterVerb = "서 야 요";

    /// <summary>Particles and copula forms that may follow a Latin word or a number directly (Docker를, 3입니다) and then mean nothing.</summary>
    private const string Attached =
        "이 가 의 에 로 와 과 도 만 들 뿐 은 는 을 를 야 고 면 며 란 나 랑 용 형 식 적 인 일 형식 이다 이고 이며 이면 인데 인지 인가 라서 이라서 하다 하는 하고 하면 한 할 해 된 되는 됩니다 합니다";

    public const int MaxLength = 6;

    private const char FirstSyllable = '\uAC00';
    private const int Syllables = 11_172;

    /// <summary>Longest stacked ending that is looked for first; the value tells whether it is ambiguous.</summary>
    public static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> All = Build();

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AfterLatin =
        Split(Attached).Concat(Split(Clear)).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Bit n-1 is set for a syllable that ends a suffix of n: most words end in none, and cost no look-up.</summary>
    private static readonly byte[] LengthsByLast = BuildLengths();

    /// <summary>Lengths of the suffixes that end in this syllable, as bits.</summary>
    public static int Lengths(char last) => Hangul.IsSyllable(last) ? LengthsByLast[last - FirstSyllable] : 0;

    /// <summary>Whether a suffix may stand after this syllable.</summary>
    public static bool MayFollow(ReadOnlySpan<char> suffix, char syllable)
    {
        if (suffix is not ['서' or '야' or '요']) return true;
        const int a = 0, ae = 1, eo = 4, yeo = 6, wa = 9, wae = 10, wo = 14;
        return Hangul.IsSyllable(syllable) && Hangul.Final(syllable) == 0 && Hangul.Vowel(syllable) is a or ae or eo or yeo or wa or wae or wo;
    }

    private static FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        var all = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var suffix in Split(Ambiguous)) all[suffix] = true;
        foreach (var suffix in Split(Clear)) all[suffix] = false;
        foreach (var suffix in Split(AfterVerb)) all[suffix] = true;
        return all.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static byte[] BuildLengths()
    {
        var lengths = new byte[Syllables];
        foreach (var suffix in Split(Ambiguous).Concat(Split(Clear)).Concat(Split(AfterVerb)))
        {
            if (Hangul.IsSyllable(suffix[^1])) lengths[suffix[^1] - FirstSyllable] |= (byte)(1 << (suffix.Length - 1));
        }
        return lengths;
    }

    private static string[] Split(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
