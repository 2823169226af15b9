using System.Text.Json.Nodes;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>What each tool is called with, and what its result says when it may run.</summary>
internal static class InspectorCalls
{
    /// <summary>A public address nobody answers at, so that a test never leaves this machine.</summary>
    private const string Nowhere = "http://169.254.169.254/latest/meta-data";

    private static readonly Dictionary<string, (string Arguments, string? Says)> Known = new(StringComparer.Ordinal)
    {
        ["list_files"] = ("""{"path":"."}""", "a.txt"),
        ["read_file"] = ("""{"path":"a.txt"}""", "hello"),
        ["write_file"] = ("""{"path":"new.txt","content":"written"}""", "new.txt"),
        ["create_directory"] = ("""{"path":"folder"}""", "folder"),
        ["search_files"] = ("""{"query":"hello"}""", "a.txt:1"),
        ["execute_bash"] = ("""{"command":"echo from-$((40+2))"}""", "from-42"),
        ["execute_python"] = ("""{"code":"print(6*7)"}""", "42"),
        ["run_command"] = ("""{"program":"/bin/echo","args":["ran"]}""", "ran"),
        ["get_system_info"] = ("{}", "processors"),
        ["git_status"] = ("{}", "main"),
        ["git_diff"] = ("{}", ""),
        ["git_log"] = ("""{"limit":1}""", "first"),
        ["git_add"] = ("""{"paths":["a.txt"]}""", "Staged"),
        ["git_commit"] = ("""{"message":"from the inspector"}""", "from the inspector"),
        ["rag_search"] = ("""{"query":"ports"}""", "guide.md"),
        ["ai_chat"] = ("""{"prompt":"hi"}""", "안녕"),
        ["switch_model"] = ("""{"model":"code-7b"}""", "is loaded"),
        ["notion_search"] = ("""{"query":"Inspector"}""", "Inspector parent"),
        ["notion_create_page"] = ("""{"title":"t","markdown":"# x","parent":"Inspector parent"}""", "is written"),
        ["web_to_notion"] = ("""{"url":"https://example.org/article","parent":"Inspector parent"}""", "is written"),
        ["web_automate"] = ($$"""{"url":"{{Nowhere}}","steps":[{"action":"extract"}]}""", null),
    };

    /// <summary>Tools that reach the web are called with an address they must refuse; null says that no result is expected.</summary>
    public static (string Arguments, string? Says) Of(string tool) => Known.TryGetValue(tool, out var call)
        ? call
        : (new JsonObject { ["url"] = Nowhere }.ToJsonString(), null);
}
