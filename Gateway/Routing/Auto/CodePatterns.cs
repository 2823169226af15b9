using System.Buffers;
using System.Text.RegularExpressions;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>
/// The look of code: what is written in a text whatever its words are. The patterns run on the caller's text while others wait: none may take longer than a small
/// multiple of its length, so nothing repeated without a bound stands where what follows could begin anywhere in it.
/// </summary>
internal static partial class CodePatterns
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Letters = Capitals + "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Each with characters of which one is in every match: most prompts have none of them, and looking for one is far cheaper than the pattern.</summary>
    private static readonly (string Name, Func<Regex> Pattern, SearchValues<char> Needs)[] All =
    [
        ("[code block]", Fence, SearchValues.Create("`~")),
        ("[stack trace]", StackTrace, SearchValues.Create(Letters)),
        ("[error code]", ErrorCode, SearchValues.Create("0123456789E")),
        ("[statement]", Statement, SearchValues.Create(Letters + ";)")),
        ("[sql statement]", SqlStatement, SearchValues.Create("EG")),
        ("[file name]", FileName, SearchValues.Create(".DM-")),
        ("[call]", Call, SearchValues.Create("(")),
        ("[identifier]", Identifier, SearchValues.Create(Capitals + "_")),
        ("[inline code]", InlineCode, SearchValues.Create("`")),
        ("[operator]", Operator, SearchValues.Create("!=>&|:[(")),
        ("[tag]", Tag, SearchValues.Create("<")),
        ("[command]", Command, SearchValues.Create(Letters)),
        ("[message of a program]", ProgramMessage, SearchValues.Create(Letters)),
        ("[regular expression]", RegularExpression, SearchValues.Create(@"\[{(*+")),
        ("[sql in lower case]", SqlInLowerCase, SearchValues.Create(Letters)),
        ("[assignment]", Assignment, SearchValues.Create("<=")),
        ("[style sheet]", StyleSheet, SearchValues.Create("{")),
        ("[shell]", Shell, SearchValues.Create("$|[CRG")),
        ("[http status]", HttpStatus, SearchValues.Create("0123456789")),
        ("[configuration]", Configuration, SearchValues.Create("[$#=RCEW\n")),
    ];

    public static void Collect(string text, FeatureFound found)
    {
        foreach (var (name, pattern, needs) in All)
        {
            if (text.AsSpan().ContainsAny(needs) && pattern().IsMatch(text))
            {
                found(name);
            }
        }
    }

    [GeneratedRegex(@"```|~~~\w", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(
        @"Traceback \(most recent|^[ \t]*at [\w.$<>]+\([^)\n]*\)|^[ \t]*File ""[^""\n]+"", line \d+|Exception in thread|\b(?-i:[A-Z])\w*(?-i:Error|Exception)\b|^[ \t]*at .+:\d+:\d+|panic: |npm ERR!|segmentation fault|core dumped|undefined reference|Unhandled exception",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex StackTraceAnyCase();

    private static Regex StackTrace() => StackTraceAnyCase();

    [GeneratedRegex(@"\b(CS|TS|E|C|LNK|MSB|ORA-|SQLSTATE\s?)\d{4,5}\b|\bexit code \d+|\bE(NOENT|CONNREFUSED|ACCES|ADDRINUSE)\b|\bHTTP [45]\d\d\b", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(
        @"^[ \t]*(import [\w.{*]|from \w[\w.]* import |def \w+\(|class \w+[:({]|using [\w.]+;|#include\s*[<""]|package \w[\w.]*;|public (static |class |void |async )|(const|let|var) \w+\s*=|function \w*\(|func \w+\(|fn \w+[(<]|return .*;|if \(.+\)\s*\{?|for \(.+;|while \(.+\)\s*\{|print\(|console\.log\(|System\.out|std::)|;\s*$|\)\s*\{\s*$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(
        @"\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|\bCREATE (TABLE|INDEX|VIEW)\b|\bDELETE FROM\b|\bALTER TABLE\b|\bGROUP BY\b|\bLEFT JOIN\b|\bINNER JOIN\b",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SqlStatement();

    [GeneratedRegex(
        @"[\w-]\.(py|cs|csproj|sln|js|mjs|jsx|ts|tsx|java|kt|go|rs|c|h|cpp|hpp|cc|rb|php|swift|scala|sql|sh|ps1|bat|yml|yaml|toml|json|xml|html|css|scss|vue|svelte|ipynb|lua|pl|dart|gradle|tf|proto|cshtml|razor|lock|env)\b|\b(Dockerfile|Makefile|docker-compose|package\.json|requirements\.txt|pom\.xml|\.gitignore|CMakeLists)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\(\)|\b\w+\.\w+\([^)\n]{0,80}\)|\b[a-z]+[A-Z_]\w*\(", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"\b[a-z]{2,}[A-Z][a-z]\w*\b|\b[a-z]+_[a-z]\w*\b|\b[A-Z]{2,}_[A-Z]\w*\b", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"`[^`\n]{1,80}`", RegexOptions.CultureInvariant)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[!=]==?[^=\n]|=>|->\s*\w|&&|\|\||\w::\w|\+=|\w\[\w+\]|\bO\((n|1|log|N)", RegexOptions.CultureInvariant)]
    private static partial Regex Operator();

    [GeneratedRegex(@"</?(div|span|p|a|ul|li|table|html|body|head|script|style|button|form|input|img|template|xml)\b[^>\n]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"(^|[\s`$(])(sudo |npm (i|install|run|start)\b|npx |yarn (add|install)\b|pip3? install|git (push|pull|rebase|merge|commit|checkout|clone|stash|reset|log|diff|cherry-pick|add|status|bisect)\b|docker (run|build|compose|ps|exec|pull)\b|kubectl |dotnet (build|run|test|publish|add|new)\b|cargo (build|run|test)\b|go (run|build|test|mod)\b|apt(-get)? install|brew install|chmod |grep -|curl -|ssh )",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Command();

    /// <summary>"rm: cannot remove 'x': Is a directory", "bash: foo: command not found", "curl: (60) …".</summary>
    [GeneratedRegex(
        @"^[ \t]*[a-z][\w.+-]{0,20}: (cannot|can't|could not|\(\d+\)|error\b|fatal\b|warning\b|line \d+|unknown|invalid|[\w./-]+: [\w ]+)|\b(command not found|no such file or directory|permission denied|is not recognized as|access is denied|address already in use)\b|^[ \t]*(ERROR|FATAL|WARN|Uncaught|Caused by)\b.*:|^[ \t]*(warning|error|fatal): |^[EW]: [A-Z]|\bos error \d+|\bSIG[A-Z]{3,}\b|\b0x[0-9a-fA-F]{4,}\b|\bErrno \d+",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ProgramMessage();

    /// <summary>At least two of: an escape, a class, a count, a group that is not captured.</summary>
    [GeneratedRegex(@"(\\[bdwsDWSB.]|\[\^?[\w]-[\w]|\{\d{1,4}(,\d{0,4})?\}|\(\?[:=!<P]|\.[*+]\??).{0,30}(\\[bdwsDWSB.]|\[\^?[\w]-[\w]|\{\d{1,4}(,\d{0,4})?\}|\(\?[:=!<P]|\.[*+]\??)", RegexOptions.CultureInvariant)]
    private static partial Regex RegularExpression();

    /// <summary>Lower-case SQL needs a second clause: "select a gift from a shop" is none.</summary>
    [GeneratedRegex(@"\bselect\s+(\*|distinct\b|count\(|[\w.]+(\s*,\s*[\w.]+)*)\s+from\s+\w+(\s+\w+)?\s+(where|join|left|inner|group|order|limit)\b|\bselect \* from \w|\binsert into \w+ ?(\(|values)|\bdelete from \w+ where\b|\bupdate \w+ set \w+ ?=", RegexOptions.CultureInvariant)]
    private static partial Regex SqlInLowerCase();

    /// <summary>A value given to a name where prose has none: x &lt;- c(1), val x: Int? = null, xs[0] = 1;</summary>
    [GeneratedRegex(@"\b\w+ ?<- ?[\w(""']|\w ?:= ?\S|\b(val|let|const|var|mut|int|float|double|char|bool|string|auto) \w+(: ?[\w<>?\[\]]+)? ?= ?\S|^[ \t]*\w{1,60}(\[\w{1,30}\])? ?= ?[\[({""'\d]", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Assignment();

    /// <summary>A selector and its first declaration. Each part ends where the next begins, so that no text takes longer than its length.</summary>
    [GeneratedRegex(@"[\w)\]*-]\s{0,10}\{\s{0,20}[a-z-]{1,40}\s{0,10}:[^;{}]{1,200}[;}]", RegexOptions.CultureInvariant)]
    private static partial Regex StyleSheet();

    [GeneratedRegex(@"\$\([a-z]|\$\{\w+\}|\| *(grep|wc|sort|awk|sed|head|tail|xargs|uniq|cut|tr|less|jq)\b|(^|[\s;])(if|while) \[|\b(C|R|Go) ?(언어|에서)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Shell();

    [GeneratedRegex(
        @"\b(errors?|returns?|returning|status|response|responds?|gives?|throws?|gets?|getting|http)\b.{0,20}\b(40[0-9]|41[0-9]|42[0-9]|50[0-4])\b|\b(40[0-9]|41[0-9]|42[0-9]|50[0-4])\b.{0,15}(\b(errors?|response|status|bad gateway|not found|forbidden|unauthorized|timeout)\b|오류|에러|응답|뜨|떠|뜹|상태)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HttpStatus();

    /// <summary>A section in brackets with settings under it, a key with an indented key or list under it, a shell prompt, a line of a Dockerfile.</summary>
    [GeneratedRegex(
        @"^[ \t]*\[[\w.: -]{1,80}\][ \t]*\r?\n[ \t]*[\w.-]{1,80} ?=|^[\w.-]{1,60}:[ \t]*\r?\n[ \t]+(- )?[\w""'./-]+|^[ \t]*[$#] (?=[a-z])[\w./-]+ [\w./-]|^(RUN|COPY|ENTRYPOINT|CMD|WORKDIR|ENV) \S|^[A-Z][A-Z0-9_]{2,}=\S",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Configuration();
}
