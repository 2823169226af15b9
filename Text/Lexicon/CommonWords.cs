using System.Collections.Frozen;
using LocalAi.Text.Korean;

namespace LocalAi.Text.Lexicon;

/// <summary>
/// Words that are frequent in every text: they name something, so they are no stop words, but whether a document holds them says little of
/// what it is about. A small collection cannot know that from its own counts.
/// </summary>
public static class CommonWords
{
    private const string English =
        "people person man woman child day week month year time hour minute long short often always never good better best bad worse worst big small large new old " +
        "first last next right wrong high low easy hard fast slow cheap free full whole different important possible able work works working keep put take give go come " +
        "see look find know think say ask try start stop begin end open close call back again still already yet ever while after before during since until around " +
        "thing something anything nothing someone anyone place kind sort part number amount lot little bit few several enough own really actually usually " +
        "behave behaves happen handle matter depend become seem look bring hold let leave move turn show allow allowed mean include including without within across along " +
        "date reason cause rule name default amount detail example case fact point side line list level type form name main certain special normal usual general common " +
        "stay remain else maybe quickly directly exactly properly correctly together away soon later once twice";

    private const string Korean =
        "하루 오늘 내일 어제 매일 매주 매달 매년 요즘 지금 나중 처음 마지막 다음 이번 지난번 아침 점심 저녁 시간 시기 시점 기간 사람 사람들 누구나 아이 어른 가족 회사 집 일 날 말 점 곳 쪽 데 " +
        "정도 만큼 이상 이하 이내 미만 초과 전후 먼저 나서 혼자 함께 같이 많이 조금 자주 가끔 항상 빨리 천천히 새로 계속 문제 내용 종류 상황 상태 부분 전체 하나 둘 " +
        "좋은 좋다 좋아 좋아요 좋을 좋나 좋나요 좋은가 좋은가요 나쁜 많은 많다 많으면 적은 큰 크게 작은 새 오래 오래된 빠른 느린 쉬운 쉽게 어려운 비싼 싼 괜찮 괜찮은 괜찮나요 " +
        "하면서 해주는 알아야 알고 모르는 모르면 보는 보고 보면 가는 가면 가려면 가도 오는 오면 나오 나오는 나와요 넣어 넣어도 넣는 넣고 쓰는 쓰고 쓸 써도 받는 받고 받을 받나요 주는 주고 주나요 " +
        "내는 내고 내야 두고 두면 두는 사는 사면 살 먹는 먹어 먹어도 먹나요 걸려 걸리 걸리나 걸리나요 드는 들어 들어가 생기 생기면 생겨 생겨요 날짜 주기 기한 요일 비율 대상 원인 개수 횟수 순서 조건 여부 차이 뜻 의미 이름 지나 지나면 지나서 남은 남는 바꾸 바꿀 바꾸면 끝나 끝나면 시작 시작하";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> All =
        (English + " " + Korean).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a lower-case word, with or without its particles, is common.</summary>
    public static bool Contains(ReadOnlySpan<char> word) =>
        All.Contains(word) || (word.Length > 2 && Hangul.IsSyllable(word[0]) && All.Contains(word[..KoreanStemmer.Stem(word).Length]));
}
