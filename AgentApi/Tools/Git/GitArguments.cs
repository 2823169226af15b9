namespace LocalAi.AgentApi.Tools.Git;

/// <summary>Schemas the git tools share.</summary>
internal static class GitArguments
{
    public const string Ref = """{"type":"string","minLength":1,"maxLength":250,"description":"Branch, tag or commit"}""";
    public const string Paths = """{"type":"array","maxItems":200,"items":{"type":"string","minLength":1,"maxLength":4096}}""";
    public const string Cursor = """{"type":"string","maxLength":100}""";
}
