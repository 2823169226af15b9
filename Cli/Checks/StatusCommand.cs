using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Connection;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Checks;

/// <summary><c>ai status</c>: what runs. From the dashboard's API when its token is known, else from the run file.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var command = new Command("status", Language.Pick("What runs, and what it uses", "무엇이 실행 중이고 얼마나 쓰는지"));
        command.Run((_, context, cancellationToken) => RunAsync(context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var run = context.Services.Addresses.Run;
        if (run is not { Alive: true, Run: var host })
        {
            return run is null && await AnyServiceAsync(context, cancellationToken)
                ? ExitCodes.Ok
                : throw new CliException(ExitCodes.NotRunning, run is { } stale ? $"The host that ran here (process {stale.Run.Pid}) is gone." : "No host is running.", Advice.NotRunning);
        }

        host = await LiveAsync(host, context, cancellationToken) ?? host;
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, host, HostJson.Default.HostRun);
        }

        context.Output.WriteLine(host.ReadySeconds is { } seconds
            ? $"Ready in {seconds:0.0} s, running since {host.StartedAt.LocalDateTime:yyyy-MM-dd HH:mm} (process {host.Pid})"
            : $"Starting since {host.StartedAt.LocalDateTime:HH:mm:ss} (process {host.Pid})");
        if (host.DashboardUrl is { } dashboard)
        {
            context.Output.WriteLine($"Dashboard: {Printable.OneLine(dashboard)}");
        }

        context.Output.WriteLine();
        Resources(host, context.Output);
        return ExitCodes.Ok;
    }

    private static void Resources(HostRun host, Output output)
    {
        var table = new Table("RESOURCE", "STATE", "PID", "CPU", "MEMORY", "ADDRESS");
        foreach (var resource in host.Resources)
        {
            table.Add(
                resource.Name,
                resource.Health is { } health ? $"{resource.State} ({health})" : resource.State,
                resource.Pid is { } pid ? $"{pid}" : "-",
                resource.CpuPercent is { } cpu ? $"{cpu:0.0} %" : "-",
                resource.MemoryBytes is { } memory ? Printable.Bytes(memory) : "-",
                resource.Urls.Count > 0 ? resource.Urls[0] : resource.Reason ?? "-");
        }

        table.Write(output);
    }

    private static async Task<HostRun?> LiveAsync(HostRun host, CommandContext context, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(host.DashboardUrl, UriKind.Absolute, out var dashboard) || !dashboard.IsLoopback || !(dashboard.Scheme is "http" or "https"))
        {
            return null;
        }

        using var client = context.Services.Create(new Uri(dashboard, "/"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/resources");
        if (LoginToken(dashboard) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await client.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            var live = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(limit.Token), HostJson.Default.HostRun);
            return live is null ? null : live with { DashboardUrl = host.DashboardUrl };
        }
        catch (Exception away) when (away is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The token of a login link (<c>…/login?t=TOKEN</c>).</summary>
    private static string? LoginToken(Uri dashboard) => dashboard.Query.TrimStart('?').Split('&')
        .Where(pair => pair.StartsWith("t=", StringComparison.Ordinal))
        .Select(pair => Uri.UnescapeDataString(pair[2..]))
        .FirstOrDefault();

    /// <summary>Under another engine there is no run file; the services themselves can still be asked.</summary>
    private static async Task<bool> AnyServiceAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var checks = new HostChecks(context.Services);
        var table = new Table("SERVICE", "STATE");
        var any = false;
        foreach (var service in Service.All)
        {
            var result = await checks.ServiceAsync(service, cancellationToken);
            any |= result.Verdict == "ok";
            table.Add(service.Name, result.Detail);
        }

        if (any)
        {
            table.Write(context.Output);
        }

        return any;
    }
}
