using System.Text;
using LocalAi.Contracts.Rag;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>Every format gives text with its place; every file that gives none is listed with the reason.</summary>
public sealed class FormatTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Index_EveryFormat_IsFoundWithItsPlace()
    {
        using var folder = new TemporaryFolder();
        var documents = new SampleDocuments(folder.Path);
        documents.Word("plan.docx", ("Heading1", "Travel plan"), (null, "The flamingo expedition starts in Busan."));
        documents.Sheet("prices.xlsx", "Prices", ["Product", "Price"], ["Gazelle", "1200"], ["Hedgehog", "900"]);
        documents.Slides("talk.pptx", ["Opening"], ["Iguana results", "Iguanas grew by ten percent"]);
        folder.File("page.html", "<html><head><title>Jaguar page</title><script>var hidden='script text';</script></head>\n<body>\n<h1>Habitats</h1>\n<p>The jaguar lives in <b>forests</b>.</p>\n</body></html>");
        folder.File("cells.ipynb", """{"nbformat":4,"metadata":{"language_info":{"name":"python"}},"cells":[{"cell_type":"markdown","source":["# Koala study\n"]},{"cell_type":"code","source":["koala_count = 42\n"],"outputs":[{"output_type":"stream","text":["lemur printed\n"]}]}]}""");
        folder.File("settings.json", """{"meerkat":{"limit":17}}""");
        folder.File("animals.csv", "name,legs\nnarwhal,0\nocelot,4\n");
        folder.File("tool.py", "def count_pangolins(limit):\n    return limit * 2\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);

        job.Problems.ShouldBeEmpty();
        job.Progress.Added.ShouldBe(8);
        var word = await FirstAsync("flamingo expedition");
        (word.Path, word.LineStart, word.Heading).ShouldBe(("plan.docx", 0, "Travel plan"));
        var sheet = await FirstAsync("Gazelle price");
        (sheet.Path, sheet.Page).ShouldBe(("prices.xlsx", 1));
        sheet.Quote.ShouldContain("Price: 1200");
        var slide = await FirstAsync("iguanas grew percent");
        (slide.Path, slide.Page).ShouldBe(("talk.pptx", 2));
        var page = await FirstAsync("where does the jaguar live forests");
        (page.Path, page.Title).ShouldBe(("page.html", "Jaguar page"));
        page.LineEnd.ShouldBeInRange(3, 5);
        (await FirstAsync("koala_count")).Path.ShouldBe("cells.ipynb");
        (await FirstAsync("meerkat limit")).Path.ShouldBe("settings.json");
        (await FirstAsync("ocelot legs")).Path.ShouldBe("animals.csv");
        var code = await FirstAsync("count_pangolins");
        (code.Path, code.LineStart).ShouldBe(("tool.py", 1));
        (await rag.AskAsync("hidden script text", Cancel)).Sources.ShouldAllBe(s => !s.Quote.Contains("script text", StringComparison.Ordinal));

        async Task<Source> FirstAsync(string query)
        {
            var answer = await rag.AskAsync(query, Cancel);
            answer.Sources.ShouldNotBeEmpty(query);
            return answer.Sources[0];
        }
    }

    [Fact]
    public async Task Index_Pdf_IsFoundWithItsPage()
    {
        Assert.SkipUnless(SampleDocuments.HasPdfToText, "pdftotext is not on this machine: apt-get install poppler-utils");
        using var folder = new TemporaryFolder();
        new SampleDocuments(folder.Path).Pdf("report.pdf", "Quokka chapter one", "The quokka smiles on page two");
        new SampleDocuments(folder.Path).Pdf("locked.pdf", isEncrypted: true, "Secret page");
        folder.File("broken.pdf", "%PDF-1.4\nthis is no PDF at all");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);
        var source = (await rag.AskAsync("which page smiles", Cancel)).Sources[0];

        (source.Path, source.Page, source.LineStart).ShouldBe(("report.pdf", 2, 0));
        job.Problems.Select(p => (p.Path, p.Code)).ShouldBe([("broken.pdf", "broken"), ("locked.pdf", "encrypted")], ignoreOrder: true);
    }

    [Fact]
    public async Task Index_PdfWithoutPdftotext_SaysWhatToInstall()
    {
        using var folder = new TemporaryFolder();
        new SampleDocuments(folder.Path).Pdf("report.pdf", "Quokka");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Pdf:Program", "no-such-pdftotext"));

        var problem = (await rag.IndexAsync(folder.Path, Cancel)).Problems.Single();

        problem.Code.ShouldBe("tool_missing");
        problem.Reason.ShouldContain("apt-get install poppler-utils");
    }

    [Fact]
    public async Task Index_HostileAndUselessFiles_AreListedWithTheReasonAndHurtNothing()
    {
        using var folder = new TemporaryFolder();
        var documents = new SampleDocuments(folder.Path);
        folder.File("good.md", "The aardvark digs.\n");
        folder.File("empty.md", "");
        folder.File("blank.md", " \n\n---\n");
        folder.File(".env", "PASSWORD=hunter2\n");
        File.WriteAllBytes(Path.Combine(folder.Path, "blob"), [1, 2, 3, 0, 0, 9, 8, 7]);
        File.WriteAllBytes(Path.Combine(folder.Path, "pack.zip"), [80, 75, 3, 4]);
        File.WriteAllBytes(Path.Combine(folder.Path, "locked.docx"), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]);
        File.WriteAllBytes(Path.Combine(folder.Path, "torn.xlsx"), [80, 75, 3, 4, 20, 0, 0, 0, 8, 0]);
        documents.ZipBomb("bomb.docx");
        documents.EntityBomb("entities.docx");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), folder.Path);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "outside.md"), "/etc/hostname");
        using (var large = File.Create(Path.Combine(folder.Path, "large.txt")))
        {
            large.SetLength(100L << 20);
        }

        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);
        var again = await rag.IndexAsync(folder.Path, Cancel);

        job.State.ShouldBe(JobState.Done, job.Error);
        job.Problems.ToDictionary(p => p.Path, p => p.Code).ShouldBe(
            new Dictionary<string, string>
            {
                ["empty.md"] = "empty",
                ["blank.md"] = "empty",
                [".env"] = "secret",
                ["blob"] = "binary",
                ["pack.zip"] = "archive",
                ["locked.docx"] = "encrypted",
                ["torn.xlsx"] = "broken",
                ["bomb.docx"] = "zip_bomb",
                ["entities.docx"] = "broken",
                ["loop"] = "symlink",
                ["outside.md"] = "symlink",
                ["large.txt"] = "too_large",
            },
            ignoreOrder: true);
        job.Problems.ShouldAllBe(p => p.Reason.Length > 10);
        again.Problems.Count.ShouldBe(12);
        var listed = await rag.Client.ListDocumentsAsync("default", "unreadable", null, Cancel);
        listed.Items.Count.ShouldBe(12);
        (await rag.AskAsync("aardvark", Cancel)).Sources[0].Path.ShouldBe("good.md");
    }

    [Theory]
    [InlineData(949)]
    [InlineData(51949)]
    [InlineData(1200)]
    [InlineData(1201)]
    [InlineData(65001)]
    public async Task Index_KoreanInOldEncodings_IsRead(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "메모.txt"), "배포는 매주 화요일 오후에 합니다. 담당자는 민아입니다.\n", Encoding.GetEncoding(codePage));
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        await rag.IndexAsync(folder.Path, Cancel);

        (await rag.AskAsync("배포 담당자는 누구인가요?", Cancel)).Answer.ShouldContain("담당자는 민아입니다.");
    }

    [Fact]
    public async Task Index_TextsCutOrWithoutTheirMark_AreRead()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var folder = new TemporaryFolder();
        Write("utf8.txt", Encoding.UTF8.GetBytes(Korean("수달이")), cut: 1);
        Write("utf16le.txt", Encoding.Unicode.GetBytes(Korean("고래가")), cut: 0);
        Write("utf16be.txt", Encoding.BigEndianUnicode.GetBytes(Korean("펭귄이")), cut: 0);
        Write("cp949.txt", Encoding.GetEncoding(949).GetBytes(Korean("두더지가")), cut: 1);
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);

        job.Problems.ShouldBeEmpty();
        foreach (var (word, file) in new[] { ("수달이 무엇을 하나요", "utf8.txt"), ("고래가 무엇을 하나요", "utf16le.txt"), ("펭귄이 무엇을 하나요", "utf16be.txt"), ("두더지가 무엇을 하나요", "cp949.txt") })
        {
            (await rag.AskAsync(word, Cancel)).Sources[0].Path.ShouldBe(file);
        }

        static string Korean(string who) => $"배포는 매주 화요일 오후에 합니다. {who} 헤엄친다.\n" + string.Concat(Enumerable.Repeat("담당자는 민아입니다. ", 20)) + "끝";

        void Write(string name, byte[] bytes, int cut) => File.WriteAllBytes(Path.Combine(folder.Path, name), bytes[..^cut]);
    }

    [Fact]
    public async Task Index_WordFileOfAKoreanWord_HasItsHeadings()
    {
        using var folder = new TemporaryFolder();
        new SampleDocuments(folder.Path).WordWithStyles("plan.docx", [("1", "heading 1"), ("a3", "Title"), ("2", "heading 2")], ("a3", "여행"), ("1", "부산 일정"), ("2", "첫째 날"), (null, "홍학 탐사는 부산에서 시작합니다."));
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        await rag.IndexAsync(folder.Path, Cancel);

        var source = (await rag.AskAsync("홍학 탐사는 어디서 시작하나요", Cancel)).Sources[0];
        (source.Title, source.Heading).ShouldBe(("여행", "부산 일정 > 첫째 날"));
    }

    [Fact]
    public async Task Index_PagesThatWouldTakeMinutesToParse_AreRefusedAndOthersWithManyTagsAreNot()
    {
        using var folder = new TemporaryFolder();
        folder.File("deep.html", string.Concat(Enumerable.Repeat("<div>", 200_000)) + "the wolverine digs");
        folder.File("bold.html", string.Concat(Enumerable.Repeat("<b>x", 200_000)));
        folder.File("list.html", string.Concat(Enumerable.Repeat("<p>para<li>item", 5000)) + "the coati climbs");
        folder.File("script.html", "<script>" + string.Concat(Enumerable.Repeat("i<n;'<div>'", 5000)) + "</script><!-- " + string.Concat(Enumerable.Repeat("<div>", 5000)) + " --><p>the olingo jumps");
        folder.File("balanced.html", string.Concat(Enumerable.Repeat("<div><span>x</span></div>", 5000)) + "the tayra runs");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);

        job.Problems.Select(p => (p.Path, p.Code)).ShouldBe([("deep.html", "broken"), ("bold.html", "broken")], ignoreOrder: true);
        job.Problems.ShouldAllBe(p => p.Reason.Contains("deeper than 1000", StringComparison.Ordinal));
        (await rag.AskAsync("where is the coati", Cancel)).Sources[0].Path.ShouldBe("list.html");
        (await rag.AskAsync("where is the olingo", Cancel)).Sources[0].Path.ShouldBe("script.html");
        var tayra = (await rag.AskAsync("where is the tayra", Cancel)).Sources[0];
        (tayra.Path, tayra.LineStart).ShouldBe(("balanced.html", 1));
    }

    [Fact]
    public async Task Json_SmallValuesInDeepLists_AreNotWrittenOutToGigabytes()
    {
        var text = new string('[', 60) + string.Join(',', Enumerable.Repeat("1", 2_000_000)) + new string(']', 60);
        var flat = "{\"a\":[" + string.Join(',', Enumerable.Repeat("1", 1000)) + "]}";

        (await ReadAsync(text)).ShouldBe(text);
        (await ReadAsync(flat)).Split('\n').Length.ShouldBe(1004);

        static async Task<string> ReadAsync(string json) =>
            (await new LocalAi.Rag.Reading.JsonReader().ReadAsync(new LocalAi.Rag.Reading.SourceFile("", "a.json", "json", Encoding.UTF8.GetBytes(json)), Cancel)).Source.Text;
    }

    [Fact]
    public async Task Index_FileNameThatIsNoUtf8_IsToldAndDoesNotStopTheRest()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        using var folder = new TemporaryFolder();
        folder.File("good.md", "The aardvark digs.\n");
        using (var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", "printf numbat > \"$0/$(printf 'inv\\377\\376.md')\"", folder.Path]))
        {
            await shell.WaitForExitAsync(Cancel);
        }

        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);

        job.Progress.Added.ShouldBe(1);
        job.Problems.Single().Code.ShouldBe("name");
        File.Delete(Path.Combine(folder.Path, "good.md"));
        using var clean = System.Diagnostics.Process.Start("/bin/sh", ["-c", "rm -f \"$0\"/inv*", folder.Path]);
        await clean.WaitForExitAsync(Cancel);
    }

    [Fact]
    public async Task Index_DeeplyNestedFolders_EndsAtTheLimitAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        folder.File(string.Concat(Enumerable.Repeat("d/", 30)) + "deep.md", "The aardvark digs deep.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Ingest:MaxDepth", "10"));

        var job = await rag.IndexAsync(folder.Path, Cancel);

        job.Progress.Added.ShouldBe(0);
        job.Problems.Single().Code.ShouldBe("too_deep");
    }

    [Fact]
    public async Task Index_FileThatTurnsUnreadable_LosesItsOldText()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.md", "The aardvark digs.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(folder.Path, Cancel);
        File.WriteAllBytes(file, [0, 1, 2, 3, 0, 0]);

        var job = await rag.IndexAsync(folder.Path, Cancel);

        job.Problems.Single().Code.ShouldBe("binary");
        (await rag.AskAsync("aardvark", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);
    }
}
