using System.Collections.Frozen;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>The words Notion takes for a code block's language; anything else it refuses.</summary>
internal static class CodeLanguage
{
    private const string Plain = "plain text";

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        [
            "abap", "agda", "arduino", "assembly", "bash", "basic", "c", "c#", "c++", "clojure", "coffeescript", "css", "dart", "diff", "docker", "elixir", "elm", "erlang", "f#", "flow", "fortran",
            "gherkin", "glsl", "go", "graphql", "groovy", "haskell", "html", "idris", "java", "javascript", "json", "julia", "kotlin", "latex", "less", "lisp", "livescript", "llvm ir", "lua", "makefile",
            "markdown", "markup", "mathematica", "matlab", "mermaid", "nix", "objective-c", "ocaml", "pascal", "perl", "php", Plain, "powershell", "prolog", "protobuf", "purescript", "python", "r", "racket",
            "reason", "ruby", "rust", "sass", "scala", "scheme", "scss", "shell", "solidity", "sql", "swift", "toml", "typescript", "vb.net", "verilog", "vhdl", "visual basic", "webassembly", "xml", "yaml",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["cs"] = "c#",
        ["csharp"] = "c#",
        ["cpp"] = "c++",
        ["cc"] = "c++",
        ["fs"] = "f#",
        ["fsharp"] = "f#",
        ["js"] = "javascript",
        ["jsx"] = "javascript",
        ["mjs"] = "javascript",
        ["ts"] = "typescript",
        ["tsx"] = "typescript",
        ["py"] = "python",
        ["python3"] = "python",
        ["rb"] = "ruby",
        ["rs"] = "rust",
        ["sh"] = "shell",
        ["zsh"] = "shell",
        ["console"] = "shell",
        ["ps1"] = "powershell",
        ["pwsh"] = "powershell",
        ["yml"] = "yaml",
        ["md"] = "markdown",
        ["dockerfile"] = "docker",
        ["make"] = "makefile",
        ["tex"] = "latex",
        ["kt"] = "kotlin",
        ["golang"] = "go",
        ["objc"] = "objective-c",
        ["proto"] = "protobuf",
        ["vb"] = "vb.net",
        ["htm"] = "html",
        ["xaml"] = "xml",
        ["csproj"] = "xml",
        ["jsonc"] = "json",
        ["asm"] = "assembly",
        ["wasm"] = "webassembly",
        ["hs"] = "haskell",
        ["ex"] = "elixir",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="word">What stands behind a Markdown fence; null or unknown gives plain text.</param>
    public static string Of(string? word)
    {
        var name = (word ?? "").Trim().ToLowerInvariant();
        return Known.Contains(name) ? name : Others.GetValueOrDefault(name, Plain);
    }
}
