using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>Runs wrk, the load generator the published figures of gateways use.</summary>
internal static partial class Wrk
{
    public static async Task<WrkResult> RunAsync(LoadTarget target, string body, int connections, int seconds, string folder, CancellationToken cancellationToken)
    {
        var script = Path.Combine(folder, "load.lua");
        var headers = string.Concat(target.Headers.Select(h => $"wrk.headers[\"{h.Key}\"] = \"{h.Value}\"\n"));
        await File.WriteAllTextAsync(
            script,
            $"wrk.method = \"POST\"\nwrk.body = [==[{body}]==]\nwrk.headers[\"Content-Type\"] = \"application/json\"\n{headers}",
            cancellationToken);
        var before = ProcessFigures.CpuSeconds(target.Processes);
        var output = await Programs.RunAsync(
            "wrk",
            ["-t1", string.Create(CultureInfo.InvariantCulture, $"-c{connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "--latency", "-s", script, target.Url + "/v1/chat/completions"],
            cancellationToken);
        var cpu = ProcessFigures.CpuSeconds(target.Processes) - before;
        var answers = double.Parse(Answers().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var errors = Failed().Match(output) is { Success: true } failed ? int.Parse(failed.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return new WrkResult(
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Microseconds(Median().Match(output)),
            cpu * 1e6 / answers,
            errors + (Socket().IsMatch(output) ? 1 : 0));
    }

    private static double Microseconds(Match match)
    {
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch { "us" => value, "ms" => value * 1e3, _ => value * 1e6 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Median();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Answers();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Failed();

    [GeneratedRegex("Socket errors: connect [1-9]|read [1-9]|write [1-9]|timeout [1-9]")]
    private static partial Regex Socket();
}
