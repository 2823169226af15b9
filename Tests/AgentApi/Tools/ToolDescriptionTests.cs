using System.Security.Cryptography;
using System.Text;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Tools;

/// <summary>What a model is told about a tool is part of the product: it changes only together with this list, and hides nothing.</summary>
public sealed class ToolDescriptionTests
{
    private static readonly Dictionary<string, string> Pinned = new(StringComparer.Ordinal)
    {
        ["ai_chat"] = "2bd4a72ef6eb",
        ["create_directory"] = "69de940197a9",
        ["execute_bash"] = "a4f607185391",
        ["execute_python"] = "564cbfdcd06a",
        ["get_system_info"] = "52e4fdb1e8a7",
        ["git_add"] = "230199db393c",
        ["git_commit"] = "7a60aab28185",
        ["git_diff"] = "3c36a5e47021",
        ["git_log"] = "ca029c50a8bc",
        ["git_status"] = "75522337b63d",
        ["list_files"] = "18e471e224e1",
        ["notion_create_page"] = "0278b7934d5e",
        ["notion_search"] = "330dfc44c54d",
        ["rag_search"] = "e97c9aec209c",
        ["read_file"] = "e034b6fa13e4",
        ["run_command"] = "d8c6ea8d54bf",
        ["search_files"] = "68b6b9606c21",
        ["switch_model"] = "8aff3fb54e62",
        ["web_to_notion"] = "8f1d22532bbb",
        ["write_file"] = "78c96a5845f3",
    };

    [Fact]
    public void Descriptions_AreTheOnesThatWereReviewed()
    {
        using var host = AgentHost.With(null);
        var now = host.Get<ToolCatalog>().All.Where(t => t.Definition.Toolset != "web").ToDictionary(t => t.Definition.Name, t => Hash(t.Definition), StringComparer.Ordinal);
        now.ShouldBe(Pinned, "Read the changed description as a model would, then pin it: " + string.Join(", ", now.Except(Pinned)));
    }

    [Fact]
    public void Descriptions_HaveNothingInvisible_AndNoAddress()
    {
        using var host = AgentHost.With(null);
        foreach (var tool in host.Get<ToolCatalog>().All.Select(t => t.Definition))
        {
            var text = tool.Title + tool.Description + tool.Input.Json.GetRawText();
            TerminalText.Clean(text).ShouldBe(text, tool.Name);
            text.ShouldNotContain("http://");
            text.ShouldNotContain("<!--");
        }
    }

    private static string Hash(ToolDefinition tool) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tool.Title + "\n" + tool.Description + "\n" + tool.Input.Json.GetRawText())))[..12];
}
