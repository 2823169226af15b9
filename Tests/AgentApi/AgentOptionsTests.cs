using LocalAi.AgentApi;

namespace LocalAi.Tests.AgentApi;

public sealed class AgentOptionsTests
{
    [Theory]
    [InlineData("Agent:SecurityMode is 'loose'")]
    [InlineData("Agent:Workspaces:0:Path is '/etc'")]
    [InlineData("Agent:Workspaces:1:Path is 'relative'")]
    [InlineData("Agent:Workspaces:1:Mode is 'rwx'")]
    [InlineData("Agent:RateLimits:read_file:Limit is '0'")]
    [InlineData("Agent:MaxResultBytes is '1'")]
    [InlineData("Agent:Sandbox:Network is 'always'")]
    [InlineData("Agent:Sandbox:NetworkMb is '0'")]
    public void Validate_WrongValue_NamesKeyAndValue(string expected)
    {
        var options = new AgentOptions
        {
            SecurityMode = "loose",
            MaxResultBytes = 1,
            Sandbox = { Network = "always", NetworkMb = 0 },
            Workspaces = [new() { Path = "/etc" }, new() { Path = "relative", Mode = "rwx" }],
            RateLimits = { ["read_file"] = new(0, 60, 1) },
        };

        new AgentOptionsValidator().Validate(null, options).Failures!.ShouldContain(f => f.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_Defaults_AreFine() => new AgentOptionsValidator().Validate(null, new AgentOptions()).Succeeded.ShouldBeTrue();
}
