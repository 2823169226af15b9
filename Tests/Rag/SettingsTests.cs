using LocalAi.Tests.Rag.Support;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Rag;

/// <summary>A wrong setting stops the start with key, value and what is allowed.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Rag:Answers:ContextTokens", "5", "100 to 100000")]
    [InlineData("Rag:Answers:TimeoutSeconds", "0", "1 to 3600")]
    [InlineData("Rag:Answers:MaxTokens", "1", "16 to 8192")]
    [InlineData("Rag:Answers:Temperature", "3", "0 to 2")]
    [InlineData("Rag:Answers:Model", "gpt", "auto or chat-7b")]
    [InlineData("Rag:Answers:FollowUps", "magic", "terms or model")]
    [InlineData("Rag:Ingest:MaxFileMegabytes", "51", "1 to 50")]
    [InlineData("Rag:Ingest:Roots:0", "docs", "absolute paths")]
    [InlineData("Rag:Vectors:BatchSize", "2000", "1 to 1024")]
    [InlineData("Rag:Qdrant:Url", "qdrant", "http or https")]
    [InlineData("Rag:Reranker:Url", "rerank", "http or https")]
    [InlineData("Rag:Reranker:Candidates", "101", "2 to 100")]
    [InlineData("Rag:Reranker:TimeoutMilliseconds", "10", "50 to 60000")]
    [InlineData("Rag:Watch:RescanMinutes", "0", "1 to 10080")]
    [InlineData("Rag:SearchLogs:RetentionDays", "0", "1 to 3650")]
    [InlineData("Rag:Pdf:MemoryMegabytes", "1", "128 to 16384")]
    public async Task Start_WrongSetting_NamesKeyValueAndWhatIsAllowed(string key, string value, string allowed)
    {
        var wrong = await Should.ThrowAsync<OptionsValidationException>(() =>
            RagHost.StartAsync("Host=127.0.0.1;Port=9;Database=none;Username=none", TestContext.Current.CancellationToken, (key, value)));

        wrong.Message.ShouldContain(key.Replace(":0", "", StringComparison.Ordinal));
        wrong.Message.ShouldContain($"'{value}'");
        wrong.Message.ShouldContain(allowed);
    }
}
