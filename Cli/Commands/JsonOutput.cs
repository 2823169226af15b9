using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Commands;

internal static class JsonOutput
{
    public static int Write<T>(Output output, T value, JsonTypeInfo<T> type)
    {
        output.WriteLine(JsonSerializer.Serialize(value, type));
        return Errors.ExitCodes.Ok;
    }
}
