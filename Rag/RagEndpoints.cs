using LocalAi.Rag.Answers;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Ingest;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Maintenance;
using LocalAi.Rag.SearchLogs;
using LocalAi.Rag.Watching;

namespace LocalAi.Rag;

internal static class RagEndpoints
{
    public static void MapRag(this WebApplication app)
    {
        app.MapIndex();
        app.MapJobs();
        app.MapQuery();
        app.MapCollections();
        app.MapDocuments();
        app.MapMaintenance();
        app.MapWatchFolders();
        app.MapSearchLogs();
    }
}
