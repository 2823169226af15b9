using LocalAi.Contracts.Embedding;
using LocalAi.Contracts.OpenAi;
using LocalAi.Rag.Answers;
using LocalAi.Rag.Chunking;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Http;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Indexes.Snapshots;
using LocalAi.Rag.Ingest;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Maintenance;
using LocalAi.Rag.Qdrant;
using LocalAi.Rag.Reading;
using LocalAi.Rag.Reranking;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.SearchLogs;
using LocalAi.Rag.Vectors;
using LocalAi.Rag.Watching;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Http;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag;

internal static class RagServices
{
    public static WebApplicationBuilder AddRag(this WebApplicationBuilder builder)
    {
        builder.AddPostgres("localai", "rag");
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        builder.Services
            .AddSettings()
            .AddReading()
            .AddStorage()
            .AddIndexes()
            .AddVectors()
            .AddJobs()
            .AddWatching()
            .AddAnswers()

            // What is wrong with a body is told with its place.
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true)
            .Configure<OpenApiOptions>("v1", document => document.AddSchemaTransformer<RequestExamples>());
        return builder;
    }

    private static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.AddValidatedOptions<IngestOptions, IngestOptionsValidator>(IngestOptions.Section);
        services.AddValidatedOptions<PdfOptions, PdfOptionsValidator>(PdfOptions.Section);
        services.AddValidatedOptions<ChunkingOptions, ChunkingOptionsValidator>(ChunkingOptions.Section);
        services.AddValidatedOptions<RetrievalOptions, RetrievalOptionsValidator>(RetrievalOptions.Section);
        services.AddValidatedOptions<SnapshotOptions, SnapshotOptionsValidator>(SnapshotOptions.Section);
        services.AddValidatedOptions<VectorOptions, VectorOptionsValidator>(VectorOptions.Section);
        services.AddValidatedOptions<AnswerOptions, AnswerOptionsValidator>(AnswerOptions.Section);
        services.AddValidatedOptions<WatchOptions, WatchOptionsValidator>(WatchOptions.Section);
        services.AddValidatedOptions<QdrantOptions, QdrantOptionsValidator>(QdrantOptions.Section)
            .Configure<IConfiguration>((options, configuration) => QdrantConnection.Apply(options, configuration.GetConnectionString("qdrant_http")));
        services.AddValidatedOptions<RerankOptions, RerankOptionsValidator>(RerankOptions.Section);
        services.AddValidatedOptions<SearchLogOptions, SearchLogOptionsValidator>(SearchLogOptions.Section);
        return services;
    }

    private static IServiceCollection AddReading(this IServiceCollection services)
    {
        services.AddSingleton<PlainTextReader>();
        services.AddSingleton<IDocumentReader, JsonReader>();
        services.AddSingleton<IDocumentReader, NotebookReader>();
        services.AddSingleton<IDocumentReader, HtmlReader>();
        services.AddSingleton<IDocumentReader, PdfReader>();
        services.AddSingleton<IDocumentReader, WordReader>();
        services.AddSingleton<IDocumentReader, SlidesReader>();
        services.AddSingleton<IDocumentReader, SpreadsheetReader>();
        services.AddSingleton<DocumentReaders>();
        services.AddSingleton<IChunker>(provider => new DocumentChunker(provider.GetRequiredService<IOptions<ChunkingOptions>>().Value));
        return services.AddSingleton<DocumentCutter>();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton<ChangeOrigin>()
        .AddSingleton<CollectionStore>()
        .AddSingleton<DocumentStore>()
        .AddSingleton<DocumentWriter>()
        .AddSingleton<ChunkIdBlock>()
        .AddSingleton<JobStore>()
        .AddSingleton<EmbeddingStore>()
        .AddSingleton<SearchLogStore>();

    private static IServiceCollection AddIndexes(this IServiceCollection services)
    {
        services.AddSingleton<IndexRegistry>();
        services.AddSingleton<IndexReader>();
        services.AddSingleton<IndexReconciler>();
        services.AddSingleton<SnapshotStore>();
        services.AddHostedService<SnapshotWorker>();
        services.AddSingleton<DocumentIndex>();
        services.AddHostedService<ChangeListener>();
        services.AddSingleton<IndexLoader>();
        services.AddHostedService(provider => provider.GetRequiredService<IndexLoader>());
        return services.AddSingleton(provider => new Retriever(provider.GetRequiredService<IOptions<RetrievalOptions>>().Value));
    }

    private static IServiceCollection AddVectors(this IServiceCollection services)
    {
        services.AddServiceClient<EmbeddingClient>("embedding", "http://127.0.0.1:8003");
        services.AddSingleton<EmbeddingAvailability>();
        services.AddSingleton<VectorReconciler>();
        services.AddSingleton<EmbeddingFiller>();
        services.AddSingleton<QueryEmbedder>();
        services.AddHostedService<EmbeddingWorker>();
        services.AddHttpClient<QdrantClient>();
        services.AddSingleton<QdrantMirror>();
        services.AddSingleton<IVectorMirror>(provider => provider.GetRequiredService<QdrantMirror>());
        return services.AddHostedService(provider => provider.GetRequiredService<QdrantMirror>());
    }

    private static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<PathAccess>();
        services.AddSingleton<FileLoader>();
        services.AddSingleton<FileIndexer>();
        services.AddSingleton<FolderIndexer>();
        services.AddSingleton<FolderPruner>();
        services.AddSingleton<InlineIndexer>();
        services.AddSingleton<IJobWork, IndexWork>();
        services.AddSingleton<IJobWork, VerifyWork>();
        services.AddSingleton<IJobWork, RebuildWork>();
        return services.AddHostedService<JobRunner>();
    }

    private static IServiceCollection AddWatching(this IServiceCollection services)
    {
        services.AddSingleton<WatchFolderStore>();
        services.AddSingleton<WatchService>();
        return services.AddHostedService(provider => provider.GetRequiredService<WatchService>());
    }

    private static IServiceCollection AddAnswers(this IServiceCollection services)
    {
        services.AddServiceClient<GatewayClient>("gateway", "http://127.0.0.1:8000");
        services.AddSingleton<FollowUp>();
        services.AddSingleton<FilterReader>();
        services.AddSingleton<ChunkReader>();
        services.AddHttpClient<RerankClient>();
        services.AddSingleton<Reranker>();
        services.AddSingleton<QuestionSearch>();
        services.AddSingleton<TokenScale>();
        services.AddSingleton<GeneratedAnswer>();
        services.AddSingleton<AnswerComposer>();
        services.AddSingleton<SearchLogWriter>();
        return services.AddHostedService(provider => provider.GetRequiredService<SearchLogWriter>());
    }
}
