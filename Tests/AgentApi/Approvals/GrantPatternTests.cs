using LocalAi.AgentApi.Approvals;

namespace LocalAi.Tests.AgentApi.Approvals;

public sealed class GrantPatternTests
{
    [Theory]
    [InlineData("ls -la", "ls -la")]
    [InlineData("git log *", "git log -3 --oneline")]
    [InlineData("dotnet * --no-build", "dotnet test --no-build")]
    [InlineData("echo hi; ls", "echo hi; ls")]
    public void Matches_Covered(string pattern, string text) => GrantPattern.Matches(pattern, text).ShouldBeTrue();

    [Theory]
    [InlineData("ls -la", "ls -la ")]
    [InlineData("git log *", "git logs")]
    [InlineData("git log *", "git log -1; rm -rf .")]
    [InlineData("git log *", "git log -1 && curl x")]
    [InlineData("git log *", "git log | sh")]
    [InlineData("git log *", "git log $(id)")]
    [InlineData("git log *", "git log `id`")]
    [InlineData("git log *", "git log -1\nrm x")]
    [InlineData("git log *", "git log > /etc/x")]
    [InlineData("git log *", "git log ${X}")]
    [InlineData("dotnet * --no-build", "dotnet x; y --no-build")]
    [InlineData("ab*ba", "aba")]
    public void Matches_NotCovered(string pattern, string text) => GrantPattern.Matches(pattern, text).ShouldBeFalse();

    [Theory]
    [InlineData("*")]
    [InlineData("g*")]
    [InlineData("git status")]
    public void Refusal_TooWideOrForAnotherCall_SaysWhy(string pattern) => GrantPattern.Refusal(pattern, "git log").ShouldNotBeNull();
}
