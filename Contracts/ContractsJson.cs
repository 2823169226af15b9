using System.Text.Json.Serialization;
using LocalAi.Contracts.Embedding;
using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;

namespace LocalAi.Contracts;

/// <summary>Source-generated JSON of all wire types: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(EmbedRequest))]
[JsonSerializable(typeof(EmbedResponse))]
[JsonSerializable(typeof(EmbeddingHealth))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(MaintenanceRequest))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(QuerySources))]
[JsonSerializable(typeof(QueryDelta))]
[JsonSerializable(typeof(QueryDone))]
[JsonSerializable(typeof(Page<JobStatus>))]
[JsonSerializable(typeof(Page<CollectionSummary>))]
[JsonSerializable(typeof(Page<DocumentSummary>))]
[JsonSerializable(typeof(Page<SearchLog>))]
[JsonSerializable(typeof(Page<WatchFolder>))]
[JsonSerializable(typeof(CollectionSummary))]
[JsonSerializable(typeof(CollectionRequest))]
[JsonSerializable(typeof(DocumentDetail))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(WatchFolder))]
[JsonSerializable(typeof(WatchFolderRequest))]
internal sealed partial class ContractsJson : JsonSerializerContext;
