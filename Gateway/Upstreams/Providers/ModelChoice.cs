using System.Buffers;
using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Models;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>Finds the model of a server that stands for a public one, when configuration names none.</summary>
internal static class ModelChoice
{
    /// <summary>Models read of one server.</summary>
    public const int MostModels = 200;

    private static readonly string[] NotForChat = ["embed", "bge-", "rerank", "whisper", "clip", "tts"];
    private static readonly string[] ForCode = ["code", "coder", "devstral", "starcoder", "codestral"];

    /// <summary>
    /// The model of that very name; else of the chat models the one made for it (code models for code-7b, others for chat-7b),
    /// loaded ones first; else any chat model, since an answer from the other kind is better than none.
    /// </summary>
    public static string? Choose(string publicModel, IReadOnlyList<UpstreamModel> models)
    {
        UpstreamModel? best = null;
        var bestScore = -1;
        foreach (var model in models)
        {
            if (model.Id.Equals(publicModel, StringComparison.OrdinalIgnoreCase))
            {
                return model.Id;
            }

            if (ContainsAny(model.Id, NotForChat))
            {
                continue;
            }

            var fits = ContainsAny(model.Id, ForCode) == (publicModel == PublicModels.Code);
            var score = (fits ? 2 : 0) + (model.State == "loaded" ? 1 : 0);
            if (score > bestScore)
            {
                (best, bestScore) = (model, score);
            }
        }

        return best?.Id;
    }

    /// <summary><c>{"field":"model"}</c>.</summary>
    public static byte[] ToJson(string field, string model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(field, model);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static bool ContainsAny(string id, string[] words) => Array.Exists(words, w => id.Contains(w, StringComparison.OrdinalIgnoreCase));
}
