using System.Text.Json;
using LocalAi.Gateway.Callers;

namespace LocalAi.Gateway.Models;

/// <summary><c>GET /v1/models</c>: exactly the public models.</summary>
internal sealed class ModelListEndpoint(CallerResolver callers)
{
    // A fixed day: the entries are names of this gateway, not files with a date.
    private const long Created = 1_763_683_200;

    public async Task ListAsync(HttpContext context)
    {
        callers.Resolve(context);
        await WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var model in PublicModels.Listed)
            {
                WriteModel(json, model);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task GetAsync(HttpContext context, string id)
    {
        callers.Resolve(context);
        if (!PublicModels.Listed.Contains(id, StringComparer.Ordinal))
        {
            throw UnknownModel.Error(id);
        }

        await WriteAsync(context, json => WriteModel(json, id));
    }

    private static void WriteModel(Utf8JsonWriter json, string model)
    {
        json.WriteStartObject();
        json.WriteString("id", model);
        json.WriteString("object", "model");
        json.WriteNumber("created", Created);
        json.WriteString("owned_by", "localai");
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        write(json);
        await json.FlushAsync(context.RequestAborted);
    }
}
