namespace LocalAi.Rag.Jobs;

/// <summary>Ends a job as failed with a sentence for people.</summary>
internal sealed class JobFailedException(string message) : Exception(message);
