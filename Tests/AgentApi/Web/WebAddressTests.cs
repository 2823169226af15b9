using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Tools.Web.Addresses;

namespace LocalAi.Tests.AgentApi.Web;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://example.org", "example.org", 443)]
    [InlineData("HTTP://Example.ORG:8080/a?b=c#d", "example.org", 8080)]
    [InlineData("https://example.org./x", "example.org", 443)]
    [InlineData("https://münchen.example/", "xn--mnchen-3ya.example", 443)]
    [InlineData("https://한국.example/경로?q=값", "xn--3e0b707e.example", 443)]
    [InlineData("http://1.1.1.1/", "1.1.1.1", 80)]
    [InlineData("http://[2606:4700::1111]:8080/", "2606:4700::1111", 8080)]
    [InlineData("https://example.org/a@b", "example.org", 443)]
    [InlineData("https://example.org/?u=http://127.0.0.1/", "example.org", 443)]
    public void Parse_Plain_IsRead(string text, string host, int port)
    {
        var url = WebAddress.Parse(text);
        WebAddress.Host(url.IdnHost).ShouldBe(host);
        url.Port.ShouldBe(port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.org")]
    [InlineData("//example.org/")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file://localhost/etc/passwd")]
    [InlineData("FILE:///etc/passwd")]
    [InlineData("data:text/html,<h1>x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("view-source:http://example.org")]
    [InlineData("view-source:file:///etc/passwd")]
    [InlineData("gopher://example.org:70/")]
    [InlineData("ftp://example.org/")]
    [InlineData("ws://example.org/")]
    [InlineData("blob:http://example.org/1")]
    [InlineData("filesystem:http://example.org/x")]
    [InlineData("about:blank")]
    [InlineData("chrome://version")]
    [InlineData("devtools://devtools/bundled/inspector.html")]
    [InlineData("jar:http://example.org!/")]
    [InlineData("dict://127.0.0.1:11211/")]
    [InlineData("http:/example.org")]
    [InlineData("http:example.org")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://user@example.org/")]
    [InlineData("http://user:pass@example.org/")]
    [InlineData("http://example.org@127.0.0.1/")]
    [InlineData("http://@127.0.0.1/")]
    [InlineData("http://example.org\\@127.0.0.1/")]
    [InlineData("http:\\\\127.0.0.1/")]
    [InlineData("http://127.0.0.1\0.example.org/")]
    [InlineData("http://127.0.0.1%00.example.org/")]
    [InlineData("http://exa mple.org/")]
    [InlineData("http://example.org\t.evil/")]
    [InlineData("http://example.org\r\nHost: x/")]
    [InlineData(" http://example.org/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.1/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0X7F.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://127.0.0.0x1/")]
    [InlineData("http://127.000.000.001/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://256.1.1.1/")]
    [InlineData("http://%31%32%37.0.0.1/")]
    [InlineData("http://１２７.0.0.1/")]
    [InlineData("http://[::1%25eth0]/")]
    [InlineData("http://[127.0.0.1]/")]
    [InlineData("http://example.org:99999/")]
    [InlineData("http://example.org:x/")]
    [InlineData("http://a..b/")]
    public void Parse_Doubtful_IsRefused(string text) => Should.Throw<ToolException>(() => WebAddress.Parse(text)).Refused.ShouldBeTrue();

    [Fact]
    public void Parse_TooLong_IsRefused() => Should.Throw<ToolException>(() => WebAddress.Parse("http://example.org/" + new string('a', 2048))).Refused.ShouldBeTrue();
}
