using System.Globalization;
using System.Text;
using LocalAi.AgentApi.Schemas;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;

namespace LocalAi.AgentApi.Tools.Knowledge;

internal sealed class RagSearchTool(RagClient rag) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "rag_search",
        Title = "Search the user's documents",
        Description = "Finds passages in the user's indexed documents, with file and lines.",
        Toolset = "knowledge",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Untrusted = true,
        Input = ArgumentSchema.Object(
            """
            {"query":{"type":"string","minLength":1,"maxLength":10000},"collection":{"type":"string","minLength":1,"maxLength":200},
             "limit":{"type":"integer","minimum":1,"maximum":50,"description":"Default 8"},"cursor":{"type":"string","maxLength":100}}
            """,
            "query"),
    };

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var query = new QueryRequest
        {
            Query = invocation.Text("query"),
            Collection = invocation.TextOrNull("collection"),
            Top = invocation.Number("limit", 8),
            Answer = AnswerKind.None,
            IncludeContext = true,
        };
        try
        {
            var answer = await rag.QueryAsync(query, cancellationToken);
            var text = new StringBuilder();
            foreach (var source in answer.Sources)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{source.N}] {source.Path} lines {source.LineStart}-{source.LineEnd}\n{source.Text ?? source.Quote}\n\n");
            }

            return new ToolResult { Text = text.Length == 0 ? "(nothing relevant was found)" : text.ToString() };
        }
        catch (ApiException refused)
        {
            throw ServiceFailure.Tell("The RAG service", refused);
        }
    }
}
