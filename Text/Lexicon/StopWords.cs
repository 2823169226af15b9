using System.Collections.Frozen;
using LocalAi.Text.Korean;

namespace LocalAi.Text.Lexicon;

/// <summary>Words that ask instead of naming: left out of questions, never out of documents.</summary>
public static class StopWords
{
    private const string English =
        "a an the of to in is are was were be been being am do does did doing done how what which when where why who whom whose i me my mine we us our you your " +
        "he she it its they them their this that these those there here for with without on at by from as and or but if then than so not no can could should " +
        "would will shall may might must has have had having get gets got please tell give show explain describe about into out up down over under between " +
        "any some all each every much many more most other another same such only also just too very s t don doesn didn isn aren won wouldn let's vs via use used " +
        "using want need make makes mean means happen happens way ways thing things there's what's i'm it's";

    private const string Korean =
        "어떻게 어떤 어떠한 무엇 무엇인가 무엇인가요 무엇인지 무슨 무엇을 무엇이 뭐 뭔가 뭔가요 뭐가 뭐를 뭐야 뭘 왜 언제 어디 어디서 어디에 어디에서 어디로 누가 누구 누구에게 얼마 얼마나 몇 며칠 몇몇 " +
        "어느 그 이 저 그것 이것 저것 그런 이런 저런 여기 거기 좀 수 것 거 게 때 경우 대해 대한 대하여 대해서 관한 관해 관하여 관련 관련된 위한 위해 위해서 통해 통한 따라 따른 " +
        "있나요 있는지 있다 있는 있을 있어요 있습니까 있습니다 있으면 있을까요 있을까 있어 없나요 없는 없다 없이 없을 없어요 없으면 되나요 됩니까 되는지 되는 되면 되어 된다 돼요 돼 될까 될까요 " +
        "하나요 합니까 하는지 하는 하면 하려면 해야 해야하나요 하나 해요 할까 할까요 할 한다 하고 하기 할때 하는가 인가 인가요 입니까 일까 무엇입니까 알려줘 알려주세요 알려 설명해줘 설명해주세요 " +
        "방법 방법은 방법이 방법을 이유 이유는 이유가 뜻 의미 의미는 말해줘 보여줘 그리고 그러면 그런데 하지만 또는 혹은 및 등 더 가장 제일 매우 아주 너무 잘 안 못 꼭 다시 바로 모두 전부 각각 다른 같은 " +
        "싶어요 싶습니다 싶은데 싶다 싶은 주세요 줘 가능한가요 가능한지 필요한가요 필요한 필요하나요 궁금해요 궁금합니다 나요 까요 내가 제가 나는 저는 우리 우리는 건가요 거예요 건지 걸까요 무엇보다 " +
        "어떻게하나요 어떻게해요 어떡해 어떡하죠 어떠한가요 어떤가요 어떤지 되나 되니 되죠 되지 있나 있니 있죠 없나 없니 하니 하죠 좋아요 좋나요 좋을까요 좋은가요 좋습니까 괜찮나요 괜찮을까요 누구인가요 얼마인가요 언제인가요 어디인가요 몇인가요 이다 중 중에 중에서 동안 대신 위치 않게 않고 않아 않은 않는 않나요 않으면 않을 않습니까 쓰나요 쓰는 쓰면 사용하나요 보나요 두나요";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> All = Build();

    /// <summary>Whether a lower-case word as written is a stop word.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => All.Contains(word) || StemIsStop(word);

    private static bool StemIsStop(ReadOnlySpan<char> word)
    {
        if (word.Length < 3 || !Hangul.IsSyllable(word[0])) return false;
        var stem = KoreanStemmer.Stem(word).Length;
        return stem < word.Length && All.Contains(word[..stem]);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Build() =>
        (English + " " + Korean).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
