using System.Text.Json;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Publishing;

/// <summary>Writes aspire-manifest.json, Aspire's deployment manifest (aspire.dev, "deployment manifest format"), from the model that is run.</summary>
internal sealed class ManifestPublisher(DistributedApplicationBuilder builder)
{
    private const string FileName = "aspire-manifest.json";

    /// <param name="outputPath">A .json file or a folder; the AppHost's folder when null.</param>
    /// <param name="output">Told where the file is.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task PublishAsync(string? outputPath, TextWriter output, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(outputPath ?? builder.AppHostDirectory);
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            path = Path.Combine(path, FileName);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var file = File.Create(path);
            await using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
            await new ManifestWriter(writer, Path.GetDirectoryName(path)!, builder.ExecutionContext).WriteAsync(builder.Resources, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The manifest cannot be written to {path}: {failure.Message}");
        }

        await output.WriteLineAsync(path);
    }
}
