using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.Agent;

/// <summary>The agent service's REST API. Errors are <see cref="ApiException"/> with the service's own sentence.</summary>
/// <param name="http">A client whose base address is the agent service.</param>
public sealed class AgentClient(HttpClient http)
{
    private const string Service = "The agent service";

    public Task<ToolList> ListToolsAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "tools", null, AgentJson.Default.ToolList, cancellationToken);

    /// <summary>A tool with its schemas and limits.</summary>
    public Task<ToolEntry> GetToolAsync(string name, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"tool-info/{Uri.EscapeDataString(name)}", null, AgentJson.Default.ToolEntry, cancellationToken);

    /// <summary>Calls a tool. <see cref="ToolCallResponse.Status"/> is approval_required when a person must say yes first: call again afterwards.</summary>
    public Task<ToolCallResponse> CallAsync(string tool, ToolCallRequest request, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"tools/{Uri.EscapeDataString(tool)}/call",
            JsonContent.Create(request, AgentJson.Default.ToolCallRequest),
            AgentJson.Default.ToolCallResponse,
            cancellationToken);

    /// <param name="status">pending, approved, denied, used, expired, or null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApprovalList> ListApprovalsAsync(string? status, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, status is null ? "approvals" : $"approvals?status={Uri.EscapeDataString(status)}", null, AgentJson.Default.ApprovalList, cancellationToken);

    public Task<ApprovalEntry> DecideAsync(Guid id, ApprovalDecision decision, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"approvals/{id}", JsonContent.Create(decision, AgentJson.Default.ApprovalDecision), AgentJson.Default.ApprovalEntry, cancellationToken);

    /// <param name="before">Only rows before this one, or null for the newest.</param>
    /// <param name="limit">1 to 500 rows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<AuditPage> GetAuditAsync(long? before, int limit, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"audit?limit={limit}" + (before is { } seq ? $"&before={seq}" : ""), null, AgentJson.Default.AuditPage, cancellationToken);

    public Task<AuditVerification> VerifyAuditAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "audit/verify", null, AgentJson.Default.AuditVerification, cancellationToken);

    public Task<RateLimitState> GetRateLimitAsync(string tool, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"rate-limits/{Uri.EscapeDataString(tool)}", null, AgentJson.Default.RateLimitState, cancellationToken);

    /// <summary>The calling user's preferences, by name.</summary>
    public Task<PreferenceList> ListPreferencesAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "preferences", null, AgentJson.Default.PreferenceList, cancellationToken);

    /// <exception cref="ApiException">404 when it is not set.</exception>
    public Task<PreferenceEntry> GetPreferenceAsync(string name, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"preferences/{Uri.EscapeDataString(name)}", null, AgentJson.Default.PreferenceEntry, cancellationToken);

    /// <exception cref="ApiException">400 when the name is unknown or the value is not one it takes.</exception>
    public Task<PreferenceEntry> SetPreferenceAsync(string name, JsonElement value, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Put,
            $"preferences/{Uri.EscapeDataString(name)}",
            JsonContent.Create(new PutPreference(value), AgentJson.Default.PutPreference),
            AgentJson.Default.PreferenceEntry,
            cancellationToken);

    /// <exception cref="ApiException">404 when it is not set.</exception>
    public async Task DeletePreferenceAsync(string name, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, $"preferences/{Uri.EscapeDataString(name)}");
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }
}
