using System.Globalization;
using System.Text;
using LocalAi.AgentApi.Tools;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>
/// What may be a path at all, which names are never written and which are never read. This is not what keeps a path inside its root:
/// the kernel does (<see cref="WorkspaceFiles"/>). It stops texts that mean something else to another program.
/// </summary>
internal static class PathRules
{
    private const int Longest = 4096;
    private const int LongestName = 255;

    // Written by a tool, these would run code or change rules the next time a person or program uses the folder.
    private static readonly string[] NeverWritten =
    [
        ".git", ".gitmodules", ".gitconfig", ".gitattributes", ".hg", ".svn", ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".profile", ".zshrc", ".zshenv", ".zprofile",
        ".envrc", ".mcp.json", ".vscode", ".idea", ".cursor", ".claude", ".codex", ".devcontainer", ".npmrc", ".pypirc", ".ssh", ".gnupg", ".netrc", ".aws", ".kube", ".docker",
    ];

    private static readonly string[] NeverRead = [".env", ".envrc", ".ssh", ".gnupg", ".netrc", ".pypirc", ".aws", ".kube", "id_rsa", "id_ed25519", "id_ecdsa", ".git-credentials"];

    /// <exception cref="ToolException">The text is no path.</exception>
    public static void Check(string path)
    {
        var problem =
            path.Length == 0 ? "is empty"
            : path.Length > Longest ? $"is longer than {Longest} characters"
            : path.Any(c => char.IsControl(c)) ? "has control characters"
            : path.Contains('\\', StringComparison.Ordinal) ? "has a backslash; separate folders with /"
            : path.Contains("%2e", StringComparison.OrdinalIgnoreCase) || path.Contains("%2f", StringComparison.OrdinalIgnoreCase) || path.Contains("%5c", StringComparison.OrdinalIgnoreCase) ? "is URL-encoded; write it plainly"
            : path.Contains("://", StringComparison.Ordinal) ? "is a URL; file tools take paths"
            : path[0] == '~' ? "begins with ~, which nothing expands here"
            : path.StartsWith('$') && path.Length > 1 && (path[1] == '{' || char.IsAsciiLetterUpper(path[1])) ? "begins with a variable, which nothing expands here"
            : path.Split('/').Any(n => Encoding.UTF8.GetByteCount(n) > LongestName) ? $"has a name longer than {LongestName} bytes"
            : path.Split('/').Any(IsDisguised) ? "has a name that only looks like . or .. or holds invisible characters"
            : null;
        if (problem is not null)
        {
            throw new ToolException($"The path {problem}.") { Refused = true };
        }
    }

    /// <summary>The protected name in a path that is to be written, or null.</summary>
    public static string? ProtectedName(string path) =>
        path.Split('/').FirstOrDefault(name => NeverWritten.Contains(name, StringComparer.OrdinalIgnoreCase) || IsEnvironmentFile(name) || NeverRead.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>True when a path holds a name whose content is never shown: secrets live there.</summary>
    public static bool IsHidden(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal) && !path.Contains("id_", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return path.Split('/').Any(IsHiddenName);
    }

    public static bool IsHiddenName(string name) =>
        NeverRead.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (IsEnvironmentFile(name) && !name.EndsWith(".example", StringComparison.OrdinalIgnoreCase))
        || name.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".key", StringComparison.OrdinalIgnoreCase);

    private static bool IsEnvironmentFile(string name) => name.Equals(".env", StringComparison.OrdinalIgnoreCase) || name.StartsWith(".env.", StringComparison.OrdinalIgnoreCase);

    private static bool IsDisguised(string name)
    {
        if (Ascii.IsValid(name))
        {
            return false;
        }

        var plain = name.Normalize(NormalizationForm.FormKC);
        return plain is "." or ".."
            || plain.Contains('/', StringComparison.Ordinal) || plain.Contains('\\', StringComparison.Ordinal)
            || name.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            || (!string.Equals(plain, name, StringComparison.Ordinal) && (ProtectedName(plain) is not null || IsHiddenName(plain)));
    }
}
