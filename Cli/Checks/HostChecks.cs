using LocalAi.Cli.Connection;

namespace LocalAi.Cli.Checks;

/// <summary>Is LocalAi running, and do its services answer?</summary>
internal sealed class HostChecks(Services services)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    public CheckResult Host() => services.Addresses.Run switch
    {
        { Alive: true, Run: { ReadySeconds: { } seconds } run } => CheckResult.Ok("host", $"running since {run.StartedAt.LocalDateTime:yyyy-MM-dd HH:mm} (process {run.Pid}), ready after {seconds:0.0} s"),
        { Alive: true, Run: var run } => CheckResult.Warn("host", $"process {run.Pid} is still starting", "Wait a moment; ai status shows what it waits for."),
        { Alive: false, Run: var run } => CheckResult.Fail("host", $"process {run.Pid} is gone without having stopped", "dotnet run --project AppHost cleans up and starts again."),
        null => CheckResult.Fail("host", "not running", "dotnet run --project AppHost"),
    };

    public async Task<CheckResult> ServiceAsync(Service service, CancellationToken cancellationToken)
    {
        Uri address;
        try
        {
            address = services.Addresses.Find(service);
        }
        catch (Errors.CliException gone)
        {
            return CheckResult.Fail(service.Name, gone.Message, gone.Advice ?? "");
        }

        using var client = services.Create(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            using var answer = await client.GetAsync("health", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return answer.IsSuccessStatusCode
                ? CheckResult.Ok(service.Name, $"healthy at {address}")
                : CheckResult.Fail(service.Name, $"answers {(int)answer.StatusCode} at {address}", $"See its log on the dashboard, or: curl {address}health");
        }
        catch (HttpRequestException)
        {
            return CheckResult.Fail(service.Name, $"does not answer at {address}", "ai status shows its state; dotnet run --project AppHost starts it.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Fail(service.Name, $"gave no answer within {AnswerTimeout.TotalSeconds} s at {address}", "Restart it on the dashboard.");
        }
    }

    /// <summary>Before the start: does somebody else hold a port we need?</summary>
    public static CheckResult Port(int port, string service)
    {
        var taken = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
        return taken
            ? CheckResult.Warn($"port {port}", $"taken by another program; {service} wants it", $"Stop that program, or set Ports__{Setting(service)} to another port.")
            : CheckResult.Ok($"port {port}", $"free for {service}");
    }

    private static string Setting(string service) => service == "agent-api" ? "AgentApi" : char.ToUpperInvariant(service[0]) + service[1..];
}
