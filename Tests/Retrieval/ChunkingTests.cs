using LocalAi.Rag.Chunking;

namespace LocalAi.Tests.Retrieval;

public sealed class ChunkingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Markdown_ChunksFollowHeadingsAndPointBack()
    {
        const string text = "# Guide\n\nIntro text.\n\n## Install\n\nRun it. Wait.\n\n```sh\napt-get install thing\n\necho done\n```\n\n## Use\n\nClick.\n";

        var chunks = Cut(text, SourceKind.Markdown);

        chunks.Select(chunk => chunk.Context).ShouldBe(["Guide", "Guide > Install", "Guide > Use"]);
        chunks[1].Text.ShouldContain("apt-get install thing\n\necho done\n```");
        (chunks[1].LineStart, chunks[1].LineEnd).ShouldBe((5, 13));
        Check(text, chunks);
    }

    [Fact]
    public void Markdown_WindowsLineEnds_CutTheSame()
    {
        const string text = "---\r\ntitle: x\r\n---\r\n# One\r\n\r\nText here.\r\n\r\n# Two\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n";

        var chunks = Cut(text, SourceKind.Markdown);

        chunks.Select(chunk => chunk.Context).ShouldBe(["One", "Two"]);
        chunks[0].Text.ShouldBe("# One\r\n\r\nText here.");
        Check(text, chunks);
    }

    [Fact]
    public void Plain_WindowsOverlapAndFitTheSize()
    {
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"이것은 {i}번째 문장입니다."));

        var chunks = Cut(text, SourceKind.Plain, size: 100, overlap: 20);

        chunks.Count.ShouldBeGreaterThan(5);
        chunks.ShouldAllBe(chunk => chunk.Tokens <= 104);
        for (var i = 1; i < chunks.Count; i++) chunks[i].Start.ShouldBeLessThan(chunks[i - 1].End, "neighbours overlap");
        chunks[^1].End.ShouldBe(text.Length);
        Check(text, chunks);
    }

    [Fact]
    public void Plain_OneEndlessLine_IsCutInLinearTime()
    {
        var text = new string('가', 300_000) + new string(' ', 100_000) + string.Concat(Enumerable.Repeat("🎉a", 50_000));

        var chunks = Cut(text, SourceKind.Plain);

        chunks.Count.ShouldBeGreaterThan(2);
        chunks.ShouldAllBe(chunk => !char.IsLowSurrogate(chunk.Text[0]));
    }

    [Fact]
    public void Pages_AreNotMixed_AndCited()
    {
        const string text = "First page here. Second page here. Third page here.";

        var chunks = new DocumentChunker(new ChunkingOptions()).Cut(new SourceText(text, SourceKind.Plain, PageStarts: [0, 17, 35]), Cancel);

        chunks.Select(chunk => (chunk.Page, chunk.Text)).ShouldBe([(1, "First page here."), (2, "Second page here."), (3, "Third page here.")]);
    }

    [Fact]
    public void Table_RowsStayWhole_AndCarryTheHeader()
    {
        var text = "name,city\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"\"person\n{i}\",서울\n"));

        var chunks = Cut(text, SourceKind.Table, size: 64, overlap: 0);

        chunks.Count.ShouldBeGreaterThan(3);
        chunks.Skip(1).ShouldAllBe(chunk => chunk.Context == "name,city" && chunk.Text.StartsWith("\"person") && chunk.Text.EndsWith("서울"));
        Check(text, chunks);
    }

    [Theory]
    [InlineData("csharp", "namespace A;\n\n/// <summary>Adds.</summary>\n[Tested]\npublic class Sums\n{\n    public int Add(int a, int b)\n    {\n        return a + b; // }\n    }\n\n    public int Sub(int a, int b) => a - b;\n}\n", "Sums|Sums > Add|Sums > Sub")]
    [InlineData("python", "import os\n\n# A queue.\nclass Queue:\n    def put(self, item):\n        self.items.append(item)\n\n    def get(self):\n        return self.items.pop()\n\n\ndef main():\n    pass\n", "Queue > put|Queue > get|main")]
    [InlineData("go", "package q\n\ntype Queue struct {\n\titems []int\n}\n\nfunc (q *Queue) Put(i int) {\n\tq.items = append(q.items, i)\n}\n", "Queue|Put")]
    [InlineData("rust", "pub struct Queue<'a> {\n    items: &'a [i32],\n}\n\nimpl<'a> Queue<'a> {\n    pub fn put(&mut self) {\n        let x = \"}\";\n    }\n}\n", "Queue|Queue<'a> > put")]
    [InlineData("typescript", "export interface Item { id: string }\n\nexport async function load(id: string) {\n  return `{${id}`;\n}\n\nexport const save = (item: Item) => {\n  put(item);\n};\n", "Item|load|save")]
    [InlineData("java", "package a;\n\npublic class Sums {\n    @Override\n    public int add(int a, int b) {\n        if (a > b) {\n            return a;\n        }\n        return b;\n    }\n}\n", "Sums > add")]
    [InlineData("sql", "-- People.\nCREATE TABLE people (\n  id int\n);\n\nCREATE OR REPLACE FUNCTION f() RETURNS int AS $$\nBEGIN; RETURN 1; END\n$$ LANGUAGE sql;\n", "people|f")]
    public void Code_SymbolsBecomeChunksWithTheirPath(string language, string code, string symbols)
    {
        var chunks = new DocumentChunker(new ChunkingOptions { Size = 32, Overlap = 0 }).Cut(new SourceText(code, SourceKind.Code, language), Cancel);

        foreach (var symbol in symbols.Split('|')) chunks.ShouldContain(chunk => chunk.Context == symbol, $"a chunk of {symbol}; there are {string.Join(", ", chunks.Select(chunk => chunk.Context))}");
        Check(code, chunks);
    }

    /// <summary>A minified line keeps a backtracking pattern busy for long; one such file must not end a job.</summary>
    [Fact]
    public void Code_MinifiedLine_IsCutAsTextAndTheRestKeepsItsSymbols()
    {
        var code = string.Concat(Enumerable.Repeat("x<a.b> ", 20_000)) + "\n\npublic class Sums\n{\n    public int Add(int a, int b)\n    {\n        return a + b;\n    }\n}\n";

        var chunks = new DocumentChunker(new ChunkingOptions { Size = 64, Overlap = 0 }).Cut(new SourceText(code, SourceKind.Code, "csharp"), Cancel);

        chunks[0].Context.ShouldBe("");
        chunks[^1].Context.ShouldStartWith("Sums");
        Check(code, chunks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\n ")]
    [InlineData("--- *** ---")]
    public void Cut_NothingToSearchFor_GivesNothing(string text) => Cut(text, SourceKind.Markdown).ShouldBeEmpty();

    [Fact]
    public void Cut_RepeatedParagraph_IsKeptOnce()
    {
        var text = string.Concat(Enumerable.Repeat("## Same\n\nThe same paragraph.\n\n", 5));

        Cut(text, SourceKind.Markdown).ShouldHaveSingleItem();
    }

    [Fact]
    public void Cut_MoreThanTheBound_StopsThere() =>
        new DocumentChunker(new ChunkingOptions { Size = 32, Overlap = 0, MaxChunksPerDocument = 3 })
            .Cut(new SourceText(string.Join(' ', Enumerable.Range(0, 500).Select(i => $"Sentence {i}.")), SourceKind.Plain), Cancel).Count.ShouldBe(3);

    [Fact]
    public void Hash_CountsContextAndText()
    {
        var one = Cut("# A\n\nsame text", SourceKind.Markdown)[0];
        var other = Cut("# B\n\nsame text", SourceKind.Markdown)[0];

        one.Hash.ShouldNotBe(other.Hash);
        one.Hash.ShouldBe(Cut("# A\n\nsame text", SourceKind.Markdown)[0].Hash);
        one.Hash.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData(16, 0, "Size is 16")]
    [InlineData(100, 51, "half of Size (50)")]
    public void Options_OutOfRange_AreNamed(int size, int overlap, string expected) =>
        new ChunkingOptionsValidator().Validate(null, new ChunkingOptions { Size = size, Overlap = overlap }).FailureMessage!.ShouldContain(expected);

    [Theory]
    [InlineData("a/b.md", SourceKind.Markdown, null)]
    [InlineData("x.CS", SourceKind.Code, "csharp")]
    [InlineData("x.tsx", SourceKind.Code, "typescript")]
    [InlineData("data.csv", SourceKind.Table, null)]
    [InlineData("LICENSE", SourceKind.Plain, null)]
    public void SourceKinds_ByName(string path, object kind, string? language) => SourceKinds.Of(path).ShouldBe(((SourceKind)kind, language));

    private static IReadOnlyList<Chunk> Cut(string text, SourceKind kind, int size = 320, int overlap = 48) =>
        new DocumentChunker(new ChunkingOptions { Size = size, Overlap = overlap }).Cut(new SourceText(text, kind), Cancel);

    private static void Check(string text, IReadOnlyList<Chunk> chunks)
    {
        for (var i = 0; i < chunks.Count; i++)
        {
            chunks[i].Index.ShouldBe(i);
            chunks[i].Text.ShouldBe(text[chunks[i].Start..chunks[i].End]);
            chunks[i].LineStart.ShouldBe(text[..chunks[i].Start].Count(c => c == '\n') + 1);
            chunks[i].LineEnd.ShouldBe(text[..(chunks[i].End - 1)].Count(c => c == '\n') + 1);
        }
    }
}
