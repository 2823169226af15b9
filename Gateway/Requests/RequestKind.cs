namespace LocalAi.Gateway.Requests;

internal enum RequestKind
{
    Chat,
    Completion,
    Embedding,
}
