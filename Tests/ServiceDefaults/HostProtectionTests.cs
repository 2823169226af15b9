using LocalAi.ServiceDefaults.Http;

namespace LocalAi.Tests.ServiceDefaults;

public sealed class HostProtectionTests
{
    private readonly HostProtection _protection = new(["ai.example.org"], ["https://chat.example.org"]);

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8000")]
    [InlineData("127.0.0.1:8000")]
    [InlineData("[::1]:8000")]
    [InlineData("[::1]")]
    [InlineData("ai.example.org")]
    public void Refusal_KnownHost_Passes(string host) => _protection.Refusal(host, null).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost@evil.example")]
    [InlineData("127.0.0.1:80@evil.example")]
    [InlineData("[::1]evil.example")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    [InlineData("localhost:99999")]
    [InlineData("localhost:8000:8000")]
    public void Refusal_ForeignHost_SaysWhichSettingAllowsIt(string? host) =>
        _protection.Refusal(host, null).ShouldNotBeNull().ShouldContain("LocalAi:AllowedHosts");

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://[::1]:3000")]
    [InlineData("https://chat.example.org")]
    public void Refusal_KnownOrigin_Passes(string origin) => _protection.Refusal("localhost", origin).ShouldBeNull();

    [Theory]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://localhost@evil.example")]
    [InlineData("http://user@localhost")]
    [InlineData("file://localhost")]
    [InlineData("http://chat.example.org")]
    [InlineData("https://chat.example.org:444")]
    public void Refusal_ForeignOrigin_SaysWhichSettingAllowsIt(string origin) =>
        _protection.Refusal("localhost", origin).ShouldNotBeNull().ShouldContain("LocalAi:AllowedOrigins");
}
