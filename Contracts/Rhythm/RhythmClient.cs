using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.Rhythm;

/// <summary>The scheduler's REST API. Errors are <see cref="ApiException"/> with the service's own sentence.</summary>
/// <param name="http">A client whose base address is the agent service.</param>
public sealed class RhythmClient(HttpClient http)
{
    private const string Service = "The scheduler";

    /// <summary>What would happen now, and why; nothing is started by asking.</summary>
    /// <param name="policy">Plan under another policy (steady or literal), or null for the current one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RhythmPlan> GetPlanAsync(string? policy, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, policy is null ? "rhythm/plan" : $"rhythm/plan?policy={Uri.EscapeDataString(policy)}", null, RhythmJson.Default.RhythmPlan, cancellationToken);

    public Task<RhythmTaskEntry> GetTaskAsync(string task, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"rhythm/tasks/{Uri.EscapeDataString(task)}", null, RhythmJson.Default.RhythmTaskEntry, cancellationToken);

    /// <param name="task">Only this task's runs, or null for all.</param>
    /// <param name="before">Only runs before this one, or null for the newest.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RhythmRunPage> GetRunsAsync(string? task, long? before, int limit, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Get,
        $"rhythm/runs?limit={limit}" + (task is null ? "" : $"&task={Uri.EscapeDataString(task)}") + (before is { } id ? $"&before={id}" : ""),
        null, RhythmJson.Default.RhythmRunPage, cancellationToken);

    public Task<RhythmProfile> GetProfileAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rhythm/profile", null, RhythmJson.Default.RhythmProfile, cancellationToken);

    /// <summary>What the watchers found, saw and did.</summary>
    public Task<RhythmWatchers> GetWatchersAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rhythm/watchers", null, RhythmJson.Default.RhythmWatchers, cancellationToken);

    /// <summary>Asks for a run now; also runs a paused task. Administrators only, like every change.</summary>
    public Task<RhythmTaskEntry> RunAsync(string task, CancellationToken cancellationToken) => ChangeAsync(task, "run", null, cancellationToken);

    public Task<RhythmTaskEntry> PauseAsync(string task, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(task, "pause", JsonContent.Create(new RhythmPause(reason), RhythmJson.Default.RhythmPause), cancellationToken);

    public Task<RhythmTaskEntry> ResumeAsync(string task, CancellationToken cancellationToken) => ChangeAsync(task, "resume", null, cancellationToken);

    public Task<RhythmPolicy> SetPolicyAsync(string? policy, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Put, "rhythm/policy", JsonContent.Create(new RhythmPolicy(policy), RhythmJson.Default.RhythmPolicy), RhythmJson.Default.RhythmPolicy, cancellationToken);

    /// <summary>The tasks people added, with all they do.</summary>
    public Task<RhythmDefinitionList> GetDefinitionsAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rhythm/definitions", null, RhythmJson.Default.RhythmDefinitionList, cancellationToken);

    public Task<RhythmTaskDefinition> AddTaskAsync(RhythmTaskDefinition task, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "rhythm/definitions", JsonContent.Create(task, RhythmJson.Default.RhythmTaskDefinition), RhythmJson.Default.RhythmTaskDefinition, cancellationToken);

    public Task<RhythmTaskDefinition> ChangeTaskAsync(RhythmTaskDefinition task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        return SendAsync(
            HttpMethod.Put, $"rhythm/definitions/{Uri.EscapeDataString(task.Name)}", JsonContent.Create(task, RhythmJson.Default.RhythmTaskDefinition), RhythmJson.Default.RhythmTaskDefinition, cancellationToken);
    }

    /// <summary>Removes an added task; its runs stay in the log.</summary>
    public async Task RemoveTaskAsync(string task, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, $"rhythm/definitions/{Uri.EscapeDataString(task)}");
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
    }

    /// <param name="all">True: also those that have ended.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RhythmAlertList> GetAlertsAsync(bool all, int limit, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"rhythm/alerts?all={(all ? "true" : "false")}&limit={limit}", null, RhythmJson.Default.RhythmAlertList, cancellationToken);

    public Task<RhythmAlert> AcknowledgeAsync(long alert, string? note, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, $"rhythm/alerts/{alert}/acknowledge", JsonContent.Create(new RhythmAcknowledge(note), RhythmJson.Default.RhythmAcknowledge), RhythmJson.Default.RhythmAlert, cancellationToken);

    /// <summary>No message about the same before <paramref name="until"/>; null ends the silence.</summary>
    public Task<RhythmAlert> SilenceAsync(long alert, DateTimeOffset? until, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, $"rhythm/alerts/{alert}/silence", JsonContent.Create(new RhythmSilence(until), RhythmJson.Default.RhythmSilence), RhythmJson.Default.RhythmAlert, cancellationToken);

    /// <summary>What would be deleted; nothing is by asking.</summary>
    public Task<RhythmJunkPlan> GetJunkAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rhythm/junk", null, RhythmJson.Default.RhythmJunkPlan, cancellationToken);

    /// <summary>Deletes exactly what that plan lists.</summary>
    public Task<RhythmJunkResult> CleanJunkAsync(string plan, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "rhythm/junk/clean", JsonContent.Create(new RhythmJunkClean(plan), RhythmJson.Default.RhythmJunkClean), RhythmJson.Default.RhythmJunkResult, cancellationToken);

    public Task<RhythmReportList> GetReportsAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "rhythm/reports", null, RhythmJson.Default.RhythmReportList, cancellationToken);

    public Task<RhythmReport> GetReportAsync(DateOnly date, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"rhythm/reports/{date:yyyy-MM-dd}", null, RhythmJson.Default.RhythmReport, cancellationToken);

    private Task<RhythmTaskEntry> ChangeAsync(string task, string verb, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"rhythm/tasks/{Uri.EscapeDataString(task)}/{verb}", content, RhythmJson.Default.RhythmTaskEntry, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }
}
