using System.Text.RegularExpressions;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Tasks that are about language whatever they mention, and code words in their everyday meaning.</summary>
internal static partial class ChatPatterns
{
    private static readonly (string Name, double Weight, Func<Regex> Pattern)[] All =
    [
        ("write prose", -2.5, WriteProse),
        ("everyday meaning", -2, EverydayMeaning),
        ("sort of text", -1.5, SortOfText),
        ("text to work on", -2.5, TextToWorkOn),
    ];

    public static void Collect(string text, List<Evidence> found)
    {
        foreach (var (name, weight, pattern) in All)
        {
            if (pattern().IsMatch(text))
            {
                found.Add(new Evidence(name, weight, EvidenceKind.Everyday));
            }
        }
    }

    [GeneratedRegex(
        @"\b(write|compose|draft|create|make up|tell|give|help me write|need|reply to)\b (me )?(a|an|the|some|my|this|us)?\s*([\w'-]+\s){0,3}(poems?|haikus?|stor(y|ies)|essays?|e-?mails?|letters?|songs?|speech|toast|blog posts?|lyrics|limerick|novel|jokes?|fairy tale|tweets?|cover letter|eulogy|vows|invitation|thank[- ]you note|press release|product description|slogan|newsletter|apology)\b(?! (generators?|apps?|bots?|parsers?|programs?|api|site|templates? engine|scheduler|tracker|viewer))"
        + @"|(시|편지|이메일|메일|에세이|소설|가사|축사|자기소개서|자소서|동화|블로그 ?글|독후감|인사말|안내문|사과문|보도자료|초대장|연설문|일기|후기|이야기|공지)(를|을|글|문)?\s*([가-힣]+\s){0,2}(써|작성|지어|적어|만들어|초안|다듬)"
        + @"|(시|편지|이야기|소설|동화)\s*(한|하나)\s*(편|통)?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WriteProse();

    [GeneratedRegex(
        @"\b(dress|zip|area|promo|discount|coupon|postal|building|moral|civil|penal|tax|morse|country|dialing|dialling|access|door) codes?\b|\bcode of (conduct|ethics)\b|\b(functions?|roles?) of (the|a|an|our|my)? ?(heart|liver|brain|kidneys?|government|art|family|body|cell|lungs?|skin|money|law|congress|parliament|bank|church|stomach|muscles?)\b|\b(first|business|economy|middle|working|upper|cooking|yoga|dance|art|history|math|english|spin|pottery|swimming|driving|world|social|biology|chemistry) class(es)?\b|\bclass(ical|room|mates?)\b|\bclass(es)? to take\b|\b(take|taking|took|skip|attend) (a|the|this|that|my|some|any) (\w+ )?class(es)?\b|\btoo (late|old) (to|at|for)\b|\bis it too late\b|\b(blood|pregnancy|personality|driving|covid|iq|eye|hearing|drug|allergy|taste|mbti|aptitude) tests?\b|\b(bed|stink|lady) ?bugs?\b|\bbug (bites?|spray)\b|\b(movie|film|play|tv) scripts?\b|\bfamily tree\b|\bchristmas tree\b|\b(tv|training|exercise|loyalty|degree|phd|exchange|television|radio) programs?\b|\bimport(ed)? (tax|dut|tariff|car|wine|good|beer|fruit)|\bbranch(es)? of (government|the|a)\b|\b(guitar|violin) strings?\b|\bstring (quartet|instrument|theory)\b|\bpython (snake|bite)|\bmonty python\b|\b(ball|pet|burmese) python\b|\bjava (island|coffee)\b|\bisland of java\b|\bruby (ring|necklace|slippers?)\b|\brust (stains?|removal|remover)\b|\bremove rust\b|\btaylor swift\b|\bwaiting (server|queue)\b|\b(tennis|restaurant) server\b|\bchild(ren)?'s? (class|loop)\b|\bsupport network\b|\b(solar|immune|nervous|school|education) system\b"
        + @"|(성격|심리|임신|코로나|레벨|체력|적성|지능|알레르기|연애|미각|음주|필기|영어|면허) ?테스트|(요가|쿠킹|베이킹|원데이|필라테스|댄스|꽃꽂이|도예|와인|비즈니스|퍼스트|이코노미) ?클래스|(기타|피아노|우쿨렐레|드레스|바|할인|쿠폰|우편|패션) ?코드|(전단지|사료|백신|식량|초대장|책자) ?배포|(테니스|배구|탁구|맥주|식당) ?서버|변수가 (많|생)|경우의 변수|신체 ?배열|치아 ?배열|좌석 ?배열|배열이 (예쁜|예쁘|고르|고른)|너무 늦(었|은)|(이차|삼각|일차|지수|로그|확률) ?함수|도함수|함수의 (극한|미분|적분|최댓값|최솟값|그래프)|연극 ?스크립트|영화 ?스크립트|대본 ?스크립트",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex EverydayMeaning();

    [GeneratedRegex(
        @"\b(translate|summari[sz]e|proofread|paraphrase|rephrase)\b[^.?!\n]{0,40}\b(text|article|paragraph|sentence|email|letter|book|news|speech|essay|meeting|report|english|korean|french|spanish|german|japanese|chinese|italian)\b|(한국어|영어|일본어|중국어|프랑스어|스페인어|독일어)로\s*(번역|옮겨|바꿔)|(기사|문단|회의록|회의|글|논문|책|뉴스|보고서|강연|계약서)[을를의은는]?\s*([가-힣]+\s)?(요약|정리|교정|첨삭|다듬)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SortOfText();

    /// <summary>Translate, proofread, summarize: what follows the colon is the text, its words are not the question.</summary>
    [GeneratedRegex(
        @"^\W*(please |can you |could you )?(translate|proofread|summari[sz]e|paraphrase|rephrase|polish)\b[^\n:]{0,40}:|\b(tone|wording|grammar)\b[^\n:]{0,20}:|(번역|교정|첨삭|맞춤법|요약|윤문|다듬어|문구)[^\n:]{0,15}:",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TextToWorkOn();

    public static TurnOfTalk TurnOf(string text) =>
        OtherSubject().IsMatch(text) ? TurnOfTalk.ToSomethingElse
        : Thanks().IsMatch(text) ? TurnOfTalk.Closed
        : TurnOfTalk.None;

    [GeneratedRegex(
        @"^\W*((ok|okay|oh|wow)\W+)?(thanks|thank you|thx|perfect|awesome|great|cool|nice|got it|that (worked|works|helps?)|cheers)\b|^\W*(아 |오 )?(고마워|고맙|감사|알겠|알았|이해했|오케이|ㅇㅋ|좋아|됐다|해결)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Thanks();

    /// <summary>With "this" or "why" after it, 그런데 still speaks of the same.</summary>
    [GeneratedRegex(
        @"\b(by the way|btw|(a )?(different|other|another) (topic|subject|matter)|unrelated|off[- ]topic|switching gears|chang(e|ing) (of|the) (topic|subject)|on another note|enough of (this|that))\b|그나저나|그건 (그렇고|됐고)|다른 (얘기|이야기|질문|주제)|딴 ?(얘기|소리)|그만하고|(근데|그런데) (?!이|그|저|왜|여기|거기|더|안|못|만약|혹시)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OtherSubject();
}
