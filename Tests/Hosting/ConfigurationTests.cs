using LocalAi.Hosting;
using LocalAi.Hosting.Engine;
using LocalAi.Hosting.Storage;
using Microsoft.Extensions.Configuration;

namespace LocalAi.Tests.Hosting;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Host:Dashboard", "maybe", "write true or false")]
    [InlineData("Host:Limits", "hard", "write auto or advisory")]
    [InlineData("Host:StartTimeoutSeconds", "0", "write a whole number from 1 to 3600")]
    [InlineData("Host:StopTimeoutSeconds", "soon", "write a whole number from 1 to 600")]
    [InlineData("Ports:Dashboard", "70000", "write a port from 1 to 65535, or 0 for any free one")]
    public void Read_WrongValue_NamesKeyValueAndWhatIsAllowed(string key, string value, string allowed)
    {
        var message = Should.Throw<StartException>(() => EngineOptions.Read(Configuration(key, value))).Message;

        message.ShouldBe($"{key} is '{value}'; {allowed}.");
    }

    [Fact]
    public void Read_UnknownKey_ListsTheKnown()
    {
        var message = Should.Throw<StartException>(() => EngineOptions.Read(Configuration("Host:Dashbord", "true"))).Message;

        message.ShouldStartWith("Host:Dashbord is not a setting; there are Host:Dashboard, Host:Install");
    }

    [Fact]
    public void Read_Nothing_RunsOnDefaults()
    {
        var options = EngineOptions.Read(new ConfigurationBuilder().Build());

        options.Dashboard.ShouldBeTrue();
        options.DashboardPort.ShouldBe(18888);
        options.OtlpPort.ShouldBe(18889);
        options.StopTimeout.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("gateway", "'gateway' is not understood; options start with --. See --help.")]
    [InlineData("--verbose=1", "--verbose is not an option, and not a setting of the form --Section:Key=value. See --help.")]
    [InlineData("--output-path", "--output-path needs a value, for example --output-path=…. See --help.")]
    [InlineData("--publisher=compose", "--publisher is 'compose'; the embedded engine publishes with '--publisher manifest'. Compose and Kubernetes need LocalAiHosting=aspire.")]
    public void Parse_NotUnderstood_SaysWhat(string arg, string error) => CommandLine.Parse([arg]).Error.ShouldBe(error);

    [Fact]
    public void Parse_PublisherWithSpaces_IsUnderstood()
    {
        var line = CommandLine.Parse(["--publisher", "manifest", "--output-path", "out", "--Ports__Gateway=1"]);

        line.Error.ShouldBeNull();
        line.Publisher.ShouldBe("manifest");
        line.OutputPath.ShouldBe("out");
        line.Settings["Ports:Gateway"].ShouldBe("1");
    }

    private static IConfiguration Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
