using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalAi.Benchmarks.Cli;

/// <summary>
/// What <c>ai</c> adds: <c>--help</c> from process start to end, and the first token of an answer against the same request over
/// a warm raw HTTP client. The server is a socket that answers at once, so only our side is measured.
/// </summary>
internal sealed class CliHarness : IHarness
{
    private const double HelpGoal = 150;
    private const double FirstTokenGoal = 200;

    public string Name => "cli";

    public string Summary => "ai --help and first-token overhead over raw HTTP, medians; [runs, default 15]. Build Cli with -c Release first.";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var runs = args.Length > 0 ? int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture) : 15;
        var program = Path.Combine("Cli", "bin", "Release", "net10.0", "ai.dll");
        if (!File.Exists(program))
        {
            Console.WriteLine($"{program} is missing: dotnet build Cli -c Release, and run this from the repository's root.");
            return 1;
        }

        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = ServeAsync(server, stop.Token);
        var url = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}";

        List<double> help = [], raw = [], first = [];
        for (var i = 0; i < runs; i++)
        {
            help.Add(await FirstByteAsync(program, ["--help"], url, toEnd: true, cancellationToken));
            raw.Add(await RawAsync(url, cancellationToken));
            first.Add(await FirstByteAsync(program, ["hello", "--chat"], url, toEnd: false, cancellationToken));
        }

        await stop.CancelAsync();
        await serving;
        var overhead = Median(first) - Median(raw);
        Console.WriteLine($"runs                                {runs}, 1-minute load {(File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0] : "?")}");
        Console.WriteLine($"ai --help, start to end             {Median(help),7:0.0} ms   goal {HelpGoal} (fastest {help.Min():0.0})");
        Console.WriteLine($"first token, ai (process included)  {Median(first),7:0.0} ms   (fastest {first.Min():0.0})");
        Console.WriteLine($"first token, raw HTTP               {Median(raw),7:0.0} ms");
        Console.WriteLine($"first token, added by ai            {overhead,7:0.0} ms   goal {FirstTokenGoal}");
        return Median(help) <= HelpGoal && overhead <= FirstTokenGoal ? 0 : 1;
    }

    private static async Task<double> FirstByteAsync(string program, string[] arguments, string url, bool toEnd, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["LOCALAI_GATEWAY"] = url;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var buffer = new char[1];
        await process.StandardOutput.ReadAsync(buffer, cancellationToken);
        var first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return toEnd ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : first;
    }

    private static async Task<double> RawAsync(string url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, url + "/v1/chat/completions") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await stream.ReadExactlyAsync(new byte[1], cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task ServeAsync(TcpListener server, CancellationToken cancellationToken)
    {
        const string sent = "data: {\"model\":\"chat-7b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\ndata: [DONE]\n\n";
        var answer = Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {sent.Length}\r\nConnection: close\r\n\r\n{sent}");
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync(cancellationToken);
                await using var stream = client.GetStream();

                // The head has no brace. The body ends with one, or, sent in chunks, with the empty chunk after it.
                var (read, body) = (0, false);
                do
                {
                    read = await stream.ReadAsync(buffer, cancellationToken);
                    body |= buffer.AsSpan(0, read).Contains((byte)'}');
                }
                while (read > 0 && !(body && (buffer[read - 1] == '}' || buffer.AsSpan(0, read).EndsWith("0\r\n\r\n"u8))));

                await stream.WriteAsync(answer, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
