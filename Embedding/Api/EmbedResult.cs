using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace LocalAi.Embedding.Api;

/// <summary>Writes <see cref="LocalAi.Contracts.Embedding.EmbedResponse"/> without building it.</summary>
internal sealed class EmbedResult(EmbeddingAnswer answer) : IResult
{
    private const int FlushBytes = 64 << 10;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        var output = httpContext.Response.BodyWriter;
        Text(output, string.Create(CultureInfo.InvariantCulture,
            $"{{\"engine\":\"{answer.Engine}\",\"model\":{JsonEncodedText.Encode(answer.Model.Name).Quoted()},\"dim\":{answer.Model.Dimension},\"items\":["));
        for (var i = 0; i < answer.Items.Length; i++)
        {
            var item = answer.Items[i];
            Text(output, i == 0 ? "{\"vector\":" : ",{\"vector\":");
            VectorJson.Write(output, item.Vector);
            Text(output, string.Create(CultureInfo.InvariantCulture, $",\"tokens\":{item.Tokens},\"truncated\":{(item.Truncated ? "true" : "false")}}}"));
            if (output.UnflushedBytes > FlushBytes) await output.FlushAsync(httpContext.RequestAborted);
        }
        Text(output, "]}");
        await output.FlushAsync(httpContext.RequestAborted);
    }

    private static void Text(PipeWriter output, string text) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
