using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Has the RAG service verify the index of each collection once a day, and says what the last verifications found. It waits for none of them.</summary>
internal sealed class IndexCheck(RagClient rag, IConfiguration configuration, TimeProvider time)
{
    private const int MostPages = 5;
    private const int MostStarted = 3;
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>Sentences; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        if (configuration["services:rag:http:0"] is null)
        {
            return [];
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await CheckAsync(end.Token);
        }
        catch (Exception away) when (away is ApiException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [$"The index was not verified: {(away is OperationCanceledException ? "the RAG service takes too long." : away.Message)}"];
        }
    }

    private async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var jobs = await RecentAsync(now - Every, cancellationToken);
        var said = jobs.Where(j => j.State == JobState.Failed || j.Notes.Count > 0)
            .Select(j => $"The verification of {j.Collection} says: {string.Join(" ", j.Error is null ? j.Notes.Take(5) : [j.Error])}").ToList();
        var verified = jobs.Select(j => j.Collection).ToHashSet(StringComparer.Ordinal);
        var due = (await rag.ListCollectionsAsync(null, cancellationToken)).Items.Where(c => c.Chunks > 0 && !verified.Contains(c.Name)).Take(MostStarted).ToList();
        foreach (var collection in due)
        {
            await rag.VerifyAsync(new MaintenanceRequest(collection.Name), cancellationToken);
        }

        if (due.Count > 0)
        {
            said.Add($"Started to verify the index of {string.Join(", ", due.Select(c => c.Name))}.");
        }

        return said;
    }

    /// <summary>The verifications since then, the newest of each collection. Jobs come newest first.</summary>
    private async Task<List<JobStatus>> RecentAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JobStatus>(StringComparer.Ordinal);
        string? after = null;
        for (var i = 0; i < MostPages; i++)
        {
            var page = await rag.ListJobsAsync(after, cancellationToken);
            foreach (var job in page.Items.Where(j => j.Kind == JobKind.Verify && j.CreatedAt > since))
            {
                found.TryAdd(job.Collection, job);
            }

            after = page.Next;
            if (after is null || page.Items is [] || page.Items[^1].CreatedAt <= since)
            {
                break;
            }
        }

        return [.. found.Values];
    }
}
