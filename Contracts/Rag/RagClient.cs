using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.Rag;

/// <summary>The RAG service. Errors are <see cref="ApiException"/> with the service's own sentence.</summary>
/// <param name="http">A client whose base address is the service. Its timeout must be infinite: answers are streamed as long as the model takes.</param>
public sealed class RagClient(HttpClient http)
{
    private const string Service = "The RAG service";

    /// <summary>Starts indexing; follow the job with <see cref="FollowJobAsync"/>.</summary>
    public Task<JobStatus> IndexAsync(IndexRequest request, CancellationToken cancellationToken) =>
        PostAsync("index", request, ContractsJson.Default.IndexRequest, ContractsJson.Default.JobStatus, cancellationToken);

    public Task<JobStatus> VerifyAsync(MaintenanceRequest request, CancellationToken cancellationToken) =>
        PostAsync("verify", request, ContractsJson.Default.MaintenanceRequest, ContractsJson.Default.JobStatus, cancellationToken);

    public Task<JobStatus> RebuildAsync(MaintenanceRequest request, CancellationToken cancellationToken) =>
        PostAsync("rebuild", request, ContractsJson.Default.MaintenanceRequest, ContractsJson.Default.JobStatus, cancellationToken);

    public Task<QueryAnswer> QueryAsync(QueryRequest request, CancellationToken cancellationToken) =>
        PostAsync("query", request with { Stream = false }, ContractsJson.Default.QueryRequest, ContractsJson.Default.QueryAnswer, cancellationToken);

    /// <summary>Streams an answer: sources first, then pieces of text, then the end. Disposing the enumerator stops the model.</summary>
    /// <exception cref="ApiException">The service is away, refuses, or the stream breaks.</exception>
    public async IAsyncEnumerable<QueryEvent> StreamQueryAsync(QueryRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var message = Post("query", request with { Stream = true }, ContractsJson.Default.QueryRequest);
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            switch (item.EventType)
            {
                case "sources":
                    yield return new QueryEvent { Sources = Read(item.Data, ContractsJson.Default.QuerySources) };
                    break;
                case "delta":
                    yield return new QueryEvent { Delta = Read(item.Data, ContractsJson.Default.QueryDelta) };
                    break;
                case "done":
                    yield return new QueryEvent { Done = Read(item.Data, ContractsJson.Default.QueryDone) };
                    yield break;
            }
        }

        throw new ApiException("The stream ended before the answer was complete.");
    }

    public Task<Page<JobStatus>> ListJobsAsync(string? after, CancellationToken cancellationToken) =>
        GetAsync("jobs" + After(after, '?'), ContractsJson.Default.PageJobStatus, cancellationToken);

    public Task<JobStatus> GetJobAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync($"jobs/{id}", ContractsJson.Default.JobStatus, cancellationToken);

    /// <summary>The job's state whenever it changes; ends when the job has ended.</summary>
    public async IAsyncEnumerable<JobStatus> FollowJobAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"jobs/{id}/events");
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            var status = Read(item.Data, ContractsJson.Default.JobStatus);
            yield return status;
            if (status.State is not (JobState.Queued or JobState.Running))
            {
                yield break;
            }
        }

        throw new ApiException("The stream ended before the job did.");
    }

    public Task<JobStatus> CancelJobAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync($"jobs/{id}/cancel", ContractsJson.Default.JobStatus, cancellationToken);

    /// <summary>Puts a cancelled or failed job back into the queue; what it had done stays done.</summary>
    public Task<JobStatus> ResumeJobAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync($"jobs/{id}/resume", ContractsJson.Default.JobStatus, cancellationToken);

    public Task<Page<CollectionSummary>> ListCollectionsAsync(string? after, CancellationToken cancellationToken) =>
        GetAsync("collections" + After(after, '?'), ContractsJson.Default.PageCollectionSummary, cancellationToken);

    public Task<CollectionSummary> GetCollectionAsync(string name, CancellationToken cancellationToken) =>
        GetAsync("collections/" + Uri.EscapeDataString(name), ContractsJson.Default.CollectionSummary, cancellationToken);

    public Task<CollectionSummary> CreateCollectionAsync(CollectionRequest request, CancellationToken cancellationToken) =>
        PostAsync("collections", request, ContractsJson.Default.CollectionRequest, ContractsJson.Default.CollectionSummary, cancellationToken);

    /// <summary>Deletes a collection with its documents, chunks, vectors and watch folders. Files are not touched.</summary>
    public Task DeleteCollectionAsync(string name, CancellationToken cancellationToken) =>
        DeleteAsync("collections/" + Uri.EscapeDataString(name), cancellationToken);

    /// <param name="collection">The collection.</param>
    /// <param name="state">indexed, unreadable, or null for both.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Page<DocumentSummary>> ListDocumentsAsync(string collection, string? state, string? after, CancellationToken cancellationToken) =>
        GetAsync(
            $"documents?collection={Uri.EscapeDataString(collection)}" + (state is null ? "" : "&state=" + Uri.EscapeDataString(state)) + After(after, '&'),
            ContractsJson.Default.PageDocumentSummary,
            cancellationToken);

    public Task<DocumentDetail> GetDocumentAsync(long id, CancellationToken cancellationToken) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"documents/{id}"), ContractsJson.Default.DocumentDetail, cancellationToken);

    public Task DeleteDocumentAsync(long id, CancellationToken cancellationToken) =>
        DeleteAsync(string.Create(CultureInfo.InvariantCulture, $"documents/{id}"), cancellationToken);

    public Task<Page<SearchLog>> ListSearchLogsAsync(string? after, CancellationToken cancellationToken) =>
        GetAsync("search-logs" + After(after, '?'), ContractsJson.Default.PageSearchLog, cancellationToken);

    public async Task SendFeedbackAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        using var message = Post("feedback", request, ContractsJson.Default.FeedbackRequest);
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
    }

    public Task<Page<WatchFolder>> ListWatchFoldersAsync(CancellationToken cancellationToken) =>
        GetAsync("watch-folders", ContractsJson.Default.PageWatchFolder, cancellationToken);

    public Task<WatchFolder> AddWatchFolderAsync(WatchFolderRequest request, CancellationToken cancellationToken) =>
        PostAsync("watch-folders", request, ContractsJson.Default.WatchFolderRequest, ContractsJson.Default.WatchFolder, cancellationToken);

    /// <summary>Stops watching; what was indexed stays.</summary>
    public Task DeleteWatchFolderAsync(long id, CancellationToken cancellationToken) =>
        DeleteAsync(string.Create(CultureInfo.InvariantCulture, $"watch-folders/{id}"), cancellationToken);

    private static string After(string? after, char separator) => after is null ? "" : $"{separator}after={Uri.EscapeDataString(after)}";

    private static HttpRequestMessage Post<TRequest>(string path, TRequest request, JsonTypeInfo<TRequest> type) =>
        new(HttpMethod.Post, path) { Content = JsonContent.Create(request, type) };

    private static T Read<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new ApiException("The stream carried an empty event.");
        }
        catch (JsonException garbled)
        {
            throw new ApiException("The stream carried something that is not an event of this service.", innerException: garbled);
        }
    }

    private async Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }

    private async Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var message = Post(path, request, requestType);
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }

    private async Task<TAnswer> PostAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path);
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }

    private async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, path);
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
    }
}
