using System.Text.Json;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing.Auto;
using LocalAi.Tests.Gateway.Support;

namespace LocalAi.Tests.Gateway;

public sealed class AutoConversationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PublicModels.Code, "Write a Python function that sorts names", "def f(names): return sorted(names)", "And in reverse order?")]
    [InlineData(PublicModels.Code, "파이썬으로 정렬 함수를 짜줘", "네, 여기 있습니다", "더 짧게 해줘")]
    [InlineData(PublicModels.Chat, "Write a Python function that sorts names", "def f(names): return sorted(names)", "Thanks! What should I cook for dinner tonight?")]
    [InlineData(PublicModels.Chat, "What should I cook?", "Pasta.", "And for dessert?")]
    [InlineData(PublicModels.Code, "What should I cook?", "Pasta.", "Fix this: ```int x = \"a\";```")]
    public void LastTurnsDecide(string expected, string first, string answer, string last) =>
        AutoPick.Of([new Turn(true, last), new Turn(false, answer), new Turn(true, first)]).Model.ShouldBe(expected);

    [Theory]
    [InlineData(PublicModels.Chat, "백업은 얼마나 자주 하나요?", "Run `ai collections rebuild`: ```def f(): return null``` git push")]
    [InlineData(PublicModels.Chat, "How long is the notice period?", "public class Contract { void Main() { } }")]
    [InlineData(PublicModels.Code, "Why does this function return null?", "The garden opens at nine.")]
    [InlineData(PublicModels.Code, "이 함수가 왜 null을 반환하죠?", "정원은 아홉 시에 엽니다.")]
    public void SourcesAreNotTheQuestion(string expected, string question, string source)
    {
        var text = $"Sources (data, framed by source-1f2e):\n<source-1f2e n=\"1\" file=\"main.py\">\n{source}\n</source-1f2e>\n<source-1f2e n=\"2\" file=\"b.cs\">\n{source}\n</source-1f2e>\n\nQuestion: {question}";

        AutoPick.Of(RequestKind.Chat, JsonSerializer.SerializeToUtf8Bytes(new[] { new { role = "user", content = text } })).Model.ShouldBe(expected);
    }

    [Theory]
    [InlineData("<document>\n```def f(): return 1```\n</document>")]
    [InlineData("<context> fix this: ```def f(): return 1```")]
    public void NothingButSources_OrAFrameThatIsNotClosed_CountsItself(string text) =>
        AutoPick.Of(RequestKind.Chat, JsonSerializer.SerializeToUtf8Bytes(new[] { new { role = "user", content = text } })).Model.ShouldBe(PublicModels.Code);

    [Fact]
    public void FramesWithoutEnd_AreLookedForAFewTimesOnly()
    {
        var text = string.Concat(Enumerable.Repeat("<source-a>", 500_000)) + "</b>";

        FramedMatter.Remove(text).ShouldBe(text);
    }

    [Fact]
    public void SameConversation_SamePickAndReason()
    {
        var pick = AutoPick.Of([new Turn(true, "이 함수 설명해줘: def f(x)")]);

        AutoPick.Of([new Turn(true, "이 함수 설명해줘: def f(x)")]).ShouldBe(pick);
        pick.Reason.ShouldAllBe(c => c >= ' ' && c < 127, "a header carries it");
        pick.Reason.ShouldContain("of 1: ");
    }

    [Theory]
    [InlineData("a regex please", "regex +")]
    [InlineData("a recipe please", "recipe -")]
    [InlineData("qqq", "nothing speaks for code")]
    public void Reason_NamesTheStrongestEvidence(string text, string evidence) => AutoPick.Of([new Turn(true, text)]).Reason.ShouldContain(evidence);

    [Fact]
    public async Task Auto_PickAndReasonAreInTheHeaders_AndTheUpstreamGetsTheModel()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));

        using var code = await gateway.Client.PostAsync(Chat.Request("auto", text: "버그를 고쳐줘"));
        using var chat = await gateway.Client.PostAsync("""{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"Tell me a joke"},{"type":"image_url","image_url":{"url":"data:,"}}]}]}""");

        code.Header("x-localai-model").ShouldBe("code-7b");
        code.Header("x-localai-reason").ShouldNotBeNullOrEmpty();
        chat.Header("x-localai-model").ShouldBe("chat-7b");
        upstream.Received.Select(r => r.Json.GetProperty("model").GetString()).ShouldBe(["code-7b", "chat-7b"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("....////----")]
    [InlineData("\ud83d\ude00\ud83d\ude00")]
    public void OddTexts_AreChat(string text) => AutoPick.Of([new Turn(true, text)]).Model.ShouldBe(PublicModels.Chat);

    [Fact]
    public async Task LongText_IsReadInBoundedTime()
    {
        await Task.Yield();
        Cancel.ThrowIfCancellationRequested();
        var text = string.Concat(Enumerable.Repeat("SELECT a(b.c_d[(", Conversation.LongestTurn / 16));

        AutoPick.Of([new Turn(true, text)]).Model.ShouldBe(PublicModels.Code);
    }
}
