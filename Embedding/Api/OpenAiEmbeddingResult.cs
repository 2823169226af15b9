using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LocalAi.Embedding.Api;

/// <summary>OpenAI's list of embeddings, as numbers or as base64 of little-endian float32.</summary>
internal sealed class OpenAiEmbeddingResult(EmbeddingAnswer answer, bool base64) : IResult
{
    private const int FlushBytes = 64 << 10;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        var output = httpContext.Response.BodyWriter;
        Text(output, "{\"object\":\"list\",\"data\":[");
        for (var i = 0; i < answer.Items.Length; i++)
        {
            Text(output, string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"object\":\"embedding\",\"index\":{i},\"embedding\":"));
            var vector = answer.Items[i].Vector;
            if (base64) Text(output, "\"" + Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) + "\"");
            else VectorJson.Write(output, vector);
            Text(output, "}");
            if (output.UnflushedBytes > FlushBytes) await output.FlushAsync(httpContext.RequestAborted);
        }
        var tokens = answer.Items.Sum(item => item.Tokens);
        Text(output, string.Create(CultureInfo.InvariantCulture,
            $"],\"model\":{JsonEncodedText.Encode(answer.Model.Name).Quoted()},\"usage\":{{\"prompt_tokens\":{tokens},\"total_tokens\":{tokens}}}}}"));
        await output.FlushAsync(httpContext.RequestAborted);
    }

    private static void Text(PipeWriter output, string text) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
