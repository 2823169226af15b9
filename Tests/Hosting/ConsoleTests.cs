using System.Text;
using LocalAi.Hosting.Engine;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Terminal;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

public sealed class ConsoleTests
{
    [Fact]
    public void Write_MoreThanTheBound_KeepsTheNewest()
    {
        using var console = new ResourceConsole(TimeProvider.System, log: null);
        for (var i = 1; i <= 10_050; i++)
        {
            console.Write(isError: false, $"line {i}");
        }

        console.Lines().Count.ShouldBe(10_000);
        console.Lines()[0].Text.ShouldBe("line 51");
        console.Tail(2).Select(l => l.Number).ShouldBe([10_049, 10_050]);
    }

    [Fact]
    public void Write_LongLines_AreBoundedInCharacters()
    {
        using var console = new ResourceConsole(TimeProvider.System, log: null);
        for (var i = 0; i < 500; i++)
        {
            console.Write(isError: false, new string('x', OutputReader.LongestLine));
        }

        console.Lines().Sum(l => l.Text.Length).ShouldBeLessThanOrEqualTo(4_000_000);
    }

    [Fact]
    public async Task Read_PiecesOfCharactersAndLines_ArePutTogether()
    {
        var lines = new List<string>();
        var bytes = Encoding.UTF8.GetBytes("안녕\r\n\nlast without end");

        await OutputReader.StartAsync(new Trickle(bytes), "test", lines.Add);

        lines.ShouldBe(["안녕", "", "last without end"]);
    }

    [Fact]
    public void Rotate_LargeOutput_KeepsFourFiles()
    {
        using var folder = new TemporaryFolder();
        using (var log = new RotatingLog(folder.Path, "service"))
        {
            var text = new string('x', 1 << 20);
            for (var i = 0; i < 31; i++)
            {
                log.Write(new ConsoleLine(i, DateTimeOffset.UnixEpoch, false, text));
            }
        }

        var files = new DirectoryInfo(folder.Path).GetFiles();
        files.Select(f => f.Name).Order(StringComparer.Ordinal).ShouldBe(["service.1.log", "service.2.log", "service.3.log", "service.log"]);
        files.ShouldAllBe(f => f.Length < 7 << 20);
    }

    [Fact]
    public void Summarize_SomeFailedSomeAbsent_SaysWhatAndWhy()
    {
        var output = new StringWriter();
        var report = new StartupReport(output, isTerminal: false, TimeProvider.System);

        report.Summarize(
            new FixedMonitor(
                new ResourceSnapshot { Name = "gateway", Type = "Project", State = ResourceStates.Running, Urls = ["http://localhost:8000"] },
                new ResourceSnapshot { Name = "rag", Type = "Project", State = ResourceStates.Failed, Reason = "ended with code 3 (5 times)." },
                new ResourceSnapshot { Name = "redis", Type = "Container", State = ResourceStates.Absent, Reason = "redis-server is not installed." }),
            "http://localhost:18888/login?t=abc",
            ["limits are advisory"]);

        output.ToString().ReplaceLineEndings("\n").ShouldBe("""

            Not everything is ready:
              rag: Failed. ended with code 3 (5 times).
              Dashboard  http://localhost:18888/login?t=abc
              Gateway    http://localhost:8000/v1
              Absent     redis: redis-server is not installed.
              Note       limits are advisory
            Ctrl+C stops everything.

            """);
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..1]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, 1);
    }

    private sealed class FixedMonitor(params ResourceSnapshot[] resources) : IResourceMonitor
    {
        public DateTimeOffset StartedAt => default;

        public double? ReadySeconds => null;

        public IReadOnlyList<ResourceSnapshot> Resources => resources;

        public IAsyncEnumerable<ResourceSnapshot> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IReadOnlyList<ConsoleLine> GetConsole(string resource) => [];

        public IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resource, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> ExecuteAsync(string resource, string command, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
