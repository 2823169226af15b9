using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Fusion;
using LocalAi.Rag.Retrieval.Queries;
using LocalAi.Text.Vectors;

namespace LocalAi.Tests.Retrieval;

public sealed class RankingTests : IDisposable
{
    private readonly RetrievalOptions _options = new();
    private readonly List<ChunkText> _texts = [];
    private readonly CollectionIndex _index;
    private readonly Retriever _retriever;

    public RankingTests()
    {
        _index = new CollectionIndex(_options);
        _retriever = new Retriever(_options);
    }

    public void Dispose()
    {
        _index.Dispose();
        _retriever.Dispose();
    }

    [Fact]
    public void Rank_NothingRelevant_AbstainsWithAReason()
    {
        Add("서버를 다시 시작합니다", "데이터베이스 백업은 매일 합니다", "회의실은 예약해야 합니다");

        var result = Ask("화성의 대기 성분과 궤도 주기");

        result.Abstain.ShouldBeTrue();
        result.Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public void Rank_Relevant_ExplainsTheHit()
    {
        Add("서버를 다시 시작합니다", "데이터베이스 백업은 매일 새벽에 합니다");

        var result = Ask("데이터베이스 백업은 언제 하나요?");

        result.Abstain.ShouldBeFalse();
        result.Mode.ShouldBe(RetrievalMode.Lexical);
        var hit = result.Hits[0];
        hit.ChunkId.ShouldBe(1);
        hit.Score.ShouldBeInRange(0, 1);
        hit.Explanation.MatchedTerms.ShouldBe(["데이터베이스", "백업은"]);
        hit.Explanation.Coverage.ShouldBeGreaterThan(0.9f);
        hit.Explanation.Proximity.ShouldBe(1f);
        hit.Explanation.Dense.ShouldBeNull();
    }

    [Fact]
    public void Rank_RepetitionOfABetterHit_FallsBehindWhatIsNew()
    {
        const string text = "the release pipeline builds, tests and signs the package before it is published to the registry";
        Add(text, text + " today", "the release pipeline of the documentation publishes all of its many pages in four languages every night for readers abroad");

        var result = Ask("release pipeline");

        result.Hits.Select(hit => hit.ChunkId).ShouldBe([0, 2, 1]);
        result.Hits[2].Explanation.Redundancy.ShouldBeGreaterThan(0.85f);
    }

    [Fact]
    public void Rank_TextThatIsGone_IsDropped()
    {
        Add("alpha one", "alpha two");
        var found = _retriever.Search([_index], new RetrievalQuery { Text = "alpha" }, TestContext.Current.CancellationToken);

        var result = _retriever.Rank(found, new Dictionary<long, ChunkText> { [1] = _texts[1] });

        result.Hits.ShouldHaveSingleItem().ChunkId.ShouldBe(1);
        _retriever.Rank(found, new Dictionary<long, ChunkText>()).Abstain.ShouldBeTrue();
    }

    [Theory]
    [InlineData("포스트그레스", "postgres 연결 수")]
    [InlineData("컨테이나", "컨테이너 종료")]
    [InlineData("deadlok", "a deadlock happened")]
    [InlineData("password", "비밀번호를 바꿉니다")]
    [InlineData("벡터 데이터베이스", "벡터데이터베이스 색인")]
    [InlineData("read file", "read_file returns text")]
    [InlineData("느린 쿼리", "쿼리가 느려졌습니다")]
    [InlineData("fluent bit", "플루언트비트가 로그를 모읍니다")]
    [InlineData("T점수", "T점수가 낮으면 골다공증입니다")]
    public void Search_OtherSpelling_FindsIt(string question, string text)
    {
        Add("관계없는 글입니다", text, "nothing of the kind");

        Ask(question).Hits[0].ChunkId.ShouldBe(1);
    }

    [Fact]
    public void Search_RareSynonym_DoesNotOutrankTheWordItself()
    {
        Add(["server rack", .. Enumerable.Range(0, 9).Select(i => $"서버 {i}번을 켭니다")]);

        var hits = Ask("서버").Hits;

        hits[^1].ChunkId.ShouldBe(0);
        hits.Count.ShouldBe(10);
    }

    /// <summary>A Hangul word counts in two fields; the Latin name in the question must not lose to ordinary words for that.</summary>
    [Fact]
    public void Search_BothScripts_TheRareLatinNameOutranksCommonKoreanWords()
    {
        Add(
            "certbot renews the certificate",
            "토큰 갱신 절차를 안내합니다",
            "면허 갱신 기간을 안내합니다",
            "여권 갱신 비용을 안내합니다");

        Ask("certbot 갱신").Hits[0].ChunkId.ShouldBe(0);
    }

    [Theory]
    [InlineData("보조배터리를 부치는 짐에 넣어도 되나요?", false)]
    [InlineData("혈압은 아침에 재나요", false)]
    [InlineData("특허를 출원하는 비용", true)]
    [InlineData("보조금 신청 서류", true)]
    public void Rank_NounsDecideWhetherItIsAnswered_NotTheWordsThatAsk(string question, bool abstains)
    {
        Add(["보조배터리는 위탁수하물에 실을 수 없고 들고 타야 한다", "혈압은 아침에 잰다", .. Enumerable.Range(0, 40).Select(i => $"도서관 {i}호실은 아홉 시에 연다")]);

        Ask(question).Abstain.ShouldBe(abstains);
    }

    [Fact]
    public void Search_ErrorCodesThatDiffer_AreNotMixedUp()
    {
        Add("error E0412 is about types");

        Ask("E0413").Hits.ShouldBeEmpty();
    }

    [Fact]
    public void Search_DenseHits_OfAnOutsideStore_AreFusedAndGoneOnesDropped()
    {
        Add("alpha", "beta", "gamma");
        var query = new RetrievalQuery { Text = "alpha", DenseHits = [new DenseHit(2, 0.9f), new DenseHit(77, 0.95f), new DenseHit(1, 0.2f)], EmbeddingModel = "multilingual-e5-small" };

        var found = _retriever.Search([_index], query, TestContext.Current.CancellationToken);

        found.Mode.ShouldBe(RetrievalMode.Hybrid);
        found.Items.Select(item => item.ChunkId).ShouldBe([0, 2, 1], ignoreOrder: true);
        found.Items[2].ChunkId.ShouldBe(1);
    }

    [Theory]
    [InlineData("비밀번호 변경 방법", "bge-small-en-v1.5", 0)]
    [InlineData("비밀번호 변경 방법", "multilingual-e5-small", 0.5)]
    [InlineData("비밀번호 변경 방법", "bge-m3", 0.5)]
    [InlineData("change the password", "bge-small-en-v1.5", 0.5)]
    [InlineData("change the password", HashedVector.ModelName, 0)]
    [InlineData("change the password", null, 0.5)]
    [InlineData("비밀번호", "nomic-embed-text-v2-moe", 0.5)]
    public void DenseTrust_FollowsScriptAndModel(string question, string? model, float weight) => DenseTrust.Weight(question, model, 0.5f).ShouldBe(weight);

    [Fact]
    public void Fuse_ReciprocalRanks_UsesRanksOnly()
    {
        var options = new RetrievalOptions { Fusion = FusionMethod.ReciprocalRank };
        Candidate[] candidates = [new(0, 1, 1, 100, 0.1f, 0), new(0, 2, 2, 1, 0.9f, 0), new(0, 3, 3, 0, 0.8f, 0)];

        var fused = ScoreFusion.Fuse(candidates, 0.5f, options);

        fused.Select(candidate => candidate.ChunkId).ShouldBe([2, 1, 3]);
        fused[0].Fused.ShouldBe(0.5f * 61 / 62 + 0.5f, 1e-5);
    }

    [Theory]
    [InlineData(nameof(RetrievalOptions.Candidates), 5, "10 to 500")]
    [InlineData(nameof(RetrievalOptions.B), 2, "0 to 1")]
    [InlineData(nameof(RetrievalOptions.CoverageWeight), -1, "0 to 1")]
    [InlineData(nameof(RetrievalOptions.AbstainCoverage), 1.5, "0 to 1")]
    [InlineData(nameof(RetrievalOptions.ParallelRows), 0, "1000")]
    public void Options_OutOfRange_NameKeyValueAndRange(string key, double value, string allowed)
    {
        var options = new RetrievalOptions();
        var property = typeof(RetrievalOptions).GetProperty(key)!;
        property.SetValue(options, Convert.ChangeType(value, property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));

        var failure = new RetrievalOptionsValidator().Validate(null, options).Failures.ShouldHaveSingleItem();

        failure.ShouldContain($"Rag:Retrieval:{key}");
        failure.ShouldContain(allowed);
    }

    [Fact]
    public void Options_WrongGlossary_IsNamed() =>
        new RetrievalOptionsValidator().Validate(null, new RetrievalOptions { Glossary = ["alone"] }).FailureMessage!.ShouldContain("alone");

    [Theory]
    [InlineData("What does status code 409 mean?", false)]
    [InlineData("What does status code 418 mean?", true)]
    [InlineData("How do named groups look in Python?", false)]
    [InlineData("How do named groups look in Rust?", true)]
    [InlineData("What changed in release 5.3?", false)]
    [InlineData("What changed in release 6.1?", true)]
    [InlineData("Python 이름 그룹", false)]
    [InlineData("409줄 넘는 변경", false)]
    [InlineData("Do 500 writers conflict?", false)]
    public void Rank_ANameNobodyHolds_IsNotAnsweredByTheRest(string question, bool abstains)
    {
        Add(
            [
                "Status code 409 means conflict of two writers, code 410 that it is gone", "Named groups look so in Python: (?P<year>), 이름 그룹",
                "Release 5.3.0 changed the export", "400줄 넘는 변경은 나눈다", .. Enumerable.Range(0, 40).Select(i => $"room {i} opens at nine"),
            ]);

        Ask(question).Abstain.ShouldBe(abstains);
    }

    [Theory]
    [InlineData("휴가는 언제까지 신청해야 하나요?", false)]
    [InlineData("결제 수수료는 몇 퍼센트인가요", true)]
    public void Rank_WhatIsAskedAbout_CountsMost(string question, bool abstains)
    {
        Add(["휴가는 최소 1주일 전에 팀 달력에 적는다", "카드 결제는 사흘 뒤에 취소된다", .. Enumerable.Range(0, 40).Select(i => $"도서관 {i}호실은 아홉 시에 연다")]);

        Ask(question).Abstain.ShouldBe(abstains);
    }

    [Theory]
    [InlineData("how tall is the tower clock", true)]
    [InlineData("price of the tower clock", true)]
    [InlineData("when is the tower clock wound", false)]
    [InlineData("price of bicycles on the ferry", false)]
    [InlineData("테니스장 이용 요금", true)]
    [InlineData("테니스장 예약은 며칠 전에 열리나요", false)]
    [InlineData("가마를 언제열수 있나요", false)]
    public void Rank_AskedForAQuantity_ATextWithoutOneIsAboutSomethingElse(string question, bool abstains)
    {
        Add(
            [
                "The tower clock is wound every Monday with sixty turns of the crank", "The ferry carries bicycles for three dollars",
                "테니스장 예약은 이용일 7일 전 아침에 열립니다", "가마는 식은 뒤에 엽니다", .. Enumerable.Range(0, 40).Select(i => $"room {i} opens at nine"),
            ]);

        Ask(question).Abstain.ShouldBe(abstains);
    }

    [Theory]
    [InlineData("Money", "오후권은 4만 5천 원입니다", true)]
    [InlineData("Money", "three dollars", true)]
    [InlineData("Money", "원인을 찾습니다", false)]
    [InlineData("Temperature", "섭씨 850도까지 올립니다", true)]
    [InlineData("Temperature", "30 °C", true)]
    [InlineData("Temperature", "도로를 두 번 건넙니다", false)]
    [InlineData("Speed", "60 km/h at most", true)]
    [InlineData("Speed", "when wind exceeds 12 metres per second", true)]
    [InlineData("Length", "when wind exceeds 12 metres per second", false)]
    [InlineData("Length", "60 km/h at most", false)]
    [InlineData("Length", "12 metres above the ground", true)]
    [InlineData("Weight", "시속 25킬로미터", false)]
    [InlineData("Weight", "a bag of 5kg", true)]
    [InlineData("Duration", "네 시간 뒤", true)]
    [InlineData("Duration", "시간이 없습니다", false)]
    [InlineData("Voltage", "12V 배터리", true)]
    [InlineData("Voltage", "v-shaped", false)]
    [InlineData("Loudness", "", false)]
    public void Measures_AreTheirUnits(string measure, string text, bool isIn) =>
        Measures.IsIn(Enum.Parse<Measure>(measure), text).ShouldBe(isIn);

    [Fact]
    public void Rank_LoanwordWithFewConsonants_FindsTheOriginalAndNotWhatOnlyLooksLikeIt()
    {
        Add("take a talk and a dog", "the docker daemon listens", "letters and lists", "redis keeps keys");

        Ask("도커").Hits[0].ChunkId.ShouldBe(1);
        Ask("레디스가").Hits[0].ChunkId.ShouldBe(3);
    }

    [Theory]
    [InlineData("postgress")]
    [InlineData("psotgres")]
    [InlineData("posgres")]
    [InlineData("pstgres")]
    public void Rank_TypingErrorThatChangesTheStem_IsFoundAllTheSame(string word)
    {
        Add("postgres listens", "the printer is out of paper");

        Ask(word).Hits[0].ChunkId.ShouldBe(0);
    }

    [Theory]
    [InlineData("헬스장 가격", "헬스장 수업은 45분 간격으로 있습니다")]
    [InlineData("how deep is the pool", "we keep the pool clean")]
    [InlineData("상추는 언제 심나요", "상품은 사흘 안에 나갑니다")]
    public void Rank_AWordThatIsSpelledRight_IsNotTakenForAnother(string question, string text)
    {
        Add([text, .. Enumerable.Range(0, 40).Select(i => $"room {i} opens at nine")]);

        var result = Ask(question);

        result.Abstain.ShouldBeTrue(result.Reason);
    }

    [Theory]
    [InlineData("지게차 면허는 어떻게 따나요", true)]
    [InlineData("지게차 모는 방법", false)]
    [InlineData("How many nodes does the render cluster have?", true)]
    [InlineData("How many hours may the render cluster work?", false)]
    public void Rank_TheNounBeforeTheQuestion_IsWhatIsAsked(string question, bool abstains)
    {
        Add(["지게차를 모는 사람은 창고 안에서 천천히 몹니다", "the render cluster may work for twelve hours", .. Enumerable.Range(0, 40).Select(i => $"room {i} opens at nine")]);

        Ask(question).Abstain.ShouldBe(abstains);
    }

    [Fact]
    public void Rank_UnitOfTheQuantity_CountsAsTheWord()
    {
        Add(["지게차는 시속 10킬로미터를 넘지 않습니다", .. Enumerable.Range(0, 40).Select(i => $"room {i} opens at nine")]);

        Ask("지게차 속도").Hits[0].Explanation.Coverage.ShouldBeGreaterThan(0.7f);
        Ask("지게차 무게").Hits[0].Explanation.Coverage.ShouldBeLessThan(0.5f);
    }

    private RetrievalResult Ask(string question) =>
        _retriever.Rank(_retriever.Search([_index], new RetrievalQuery { Text = question }, TestContext.Current.CancellationToken), _texts.ToDictionary(text => text.Id));

    private void Add(params string[] texts)
    {
        foreach (var text in texts) _texts.Add(new ChunkText(_texts.Count, text));
        _index.Add([.. _texts.Select(text => new ChunkEntry(text.Id, text.Id, text.Text))]);
    }
}
