using LocalAi.Rag.Chunking;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Retrieval;

internal static class RetrievalServices
{
    /// <summary>Options of <c>Rag:Retrieval</c> and <c>Rag:Chunking</c>, checked at start; one retriever and one chunker for the process.</summary>
    public static IServiceCollection AddRetrieval(this IServiceCollection services)
    {
        services.AddValidatedOptions<RetrievalOptions, RetrievalOptionsValidator>(RetrievalOptions.Section);
        services.AddValidatedOptions<ChunkingOptions, ChunkingOptionsValidator>(ChunkingOptions.Section);
        services.AddSingleton(provider => new Retriever(provider.GetRequiredService<IOptions<RetrievalOptions>>().Value));
        services.AddSingleton<IChunker>(provider => new DocumentChunker(provider.GetRequiredService<IOptions<ChunkingOptions>>().Value));
        return services;
    }
}
