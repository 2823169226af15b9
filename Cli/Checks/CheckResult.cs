namespace LocalAi.Cli.Checks;

/// <summary>One line of <c>ai doctor</c>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Verdict">ok, warn (works without) or fail.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What to do; null when it is fine.</param>
internal sealed record CheckResult(string Name, string Verdict, string Detail, string? Fix = null)
{
    public static CheckResult Ok(string name, string detail) => new(name, "ok", detail);

    public static CheckResult Warn(string name, string detail, string fix) => new(name, "warn", detail, fix);

    public static CheckResult Fail(string name, string detail, string fix) => new(name, "fail", detail, fix);
}
