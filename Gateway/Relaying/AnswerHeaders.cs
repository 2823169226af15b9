using LocalAi.Gateway.Calls;

namespace LocalAi.Gateway.Relaying;

/// <summary>What the gateway tells about an answer beside it.</summary>
internal static class AnswerHeaders
{
    public const string Model = "x-localai-model";
    public const string Reason = "x-localai-reason";
    public const string Upstream = "x-localai-upstream";
    public const string Cache = "x-localai-cache";

    public static void Write(IHeaderDictionary headers, ModelCall call, string? upstream)
    {
        headers[Model] = call.Model;
        headers[Cache] = call.Cache;
        if (call.Reason is not null)
        {
            headers[Reason] = call.Reason;
        }

        if (upstream is not null)
        {
            headers[Upstream] = upstream;
        }
    }
}
