using LocalAi.Tests.Support;

namespace LocalAi.Tests.AppHost;

/// <summary>What <c>dotnet run --project AppHost -- --publisher manifest</c> writes, against the kept snapshot.</summary>
public sealed class ManifestTests : IDisposable
{
    // Below the repository, so that relative paths are the same everywhere.
    private readonly string _output = Path.Combine(AppHostProcess.Root, "AppHost", "obj", "manifest-test");

    public void Dispose()
    {
        if (Directory.Exists(_output))
        {
            Directory.Delete(_output, recursive: true);
        }
    }

    [Fact]
    public async Task Publish_Manifest_IsTheSnapshot()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = AppHostProcess.Start(
            Path.Combine(_output, "data"),
            ("--publisher", "manifest"), ("--output-path", _output),
            ("Ports__Gateway", "8000"), ("Ports__Llm", "8001"), ("Ports__Rag", "8002"), ("Ports__Embedding", "8003"), ("Ports__AgentApi", "8020"));

        (await host.ExitAsync(cancel)).ShouldBe(0, host.Text);

        var manifest = await File.ReadAllTextAsync(Path.Combine(_output, "aspire-manifest.json"), cancel);
        var snapshot = await File.ReadAllTextAsync(Path.Combine(AppHostProcess.Root, "Tests", "AppHost", "aspire-manifest.snapshot.json"), cancel);
        manifest.TrimEnd().ShouldBe(snapshot.TrimEnd(), "If the change is meant, copy AppHost's manifest over Tests/AppHost/aspire-manifest.snapshot.json.");
        Directory.Exists(Path.Combine(_output, "data")).ShouldBeFalse("publishing makes no data folder and no secrets");
    }

    [Fact]
    public async Task Publish_WhereNothingCanBeWritten_SaysSo()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = folder.File("file", "");
        await using var host = AppHostProcess.Start(folder.Path, ("--publisher", "manifest"), ("--output-path", Path.Combine(file, "below")));

        (await host.ExitAsync(cancel)).ShouldBe(1);

        host.Text.ShouldContain("The manifest cannot be written to ");
    }
}
