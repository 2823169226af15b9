namespace LocalAi.Gateway.Requests;

/// <summary>The fields that may stand only once.</summary>
[Flags]
internal enum RequestField
{
    None = 0,
    Model = 1,
    Prompt = 1 << 1,
    Stream = 1 << 2,
    StreamOptions = 1 << 3,
    Temperature = 1 << 4,
    TopP = 1 << 5,
    Seed = 1 << 6,
    Choices = 1 << 7,
    MaxTokens = 1 << 8,
    MaxCompletionTokens = 1 << 9,
    Tools = 1 << 10,
}
