using System.Numerics.Tensors;
using System.Text.Json;

namespace LocalAi.Embedding.Engines;

/// <summary>Reads OpenAI's embedding answers and believes nothing in them.</summary>
internal static class UpstreamProtocol
{
    private const int MaxDimension = 16_384;

    /// <summary>The vectors, by index; every one of the same length, finite, scaled to length 1.</summary>
    /// <exception cref="EngineException">Anything else than what was asked for.</exception>
    public static (float[][] Vectors, int? Tokens) Read(ReadOnlyMemory<byte> body, int expected)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            var data = answer.RootElement.GetProperty("data");
            if (data.GetArrayLength() != expected) throw Garbage($"{expected} vectors were asked for and {data.GetArrayLength()} came");
            var vectors = new float[expected][];
            var position = 0;
            foreach (var item in data.EnumerateArray())
            {
                var index = item.TryGetProperty("index", out var given) ? given.GetInt32() : position;
                if (index < 0 || index >= expected || vectors[index] is not null) throw Garbage($"index {index} is out of range or stands twice");
                vectors[index] = Unit(Numbers(item.GetProperty("embedding")), index);
                position++;
            }
            if (vectors.Any(vector => vector.Length != vectors[0].Length)) throw Garbage("the vectors have different lengths");
            return (vectors, Tokens(answer.RootElement));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Garbage($"it is no embedding answer ({e.Message})", e);
        }
    }

    private static int? Tokens(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
        && usage.TryGetProperty("prompt_tokens", out var tokens) && tokens.TryGetInt32(out var count) && count > 0 ? count : null;

    private static float[] Numbers(JsonElement embedding)
    {
        if (embedding.ValueKind == JsonValueKind.String)
        {
            var bytes = embedding.GetBytesFromBase64();
            if (bytes.Length % sizeof(float) != 0) throw Garbage("a base64 vector is cut off");
            var floats = new float[bytes.Length / sizeof(float)];
            Buffer.BlockCopy(bytes, 0, floats, 0, bytes.Length);
            return floats;
        }
        var count = embedding.GetArrayLength();
        if (count is 0 or > MaxDimension) throw Garbage($"a vector has {count} numbers");
        var numbers = new float[count];
        var i = 0;
        foreach (var number in embedding.EnumerateArray()) numbers[i++] = number.GetSingle();
        return numbers;
    }

    private static float[] Unit(float[] vector, int index)
    {
        var length = TensorPrimitives.Norm<float>(vector);
        if (!float.IsFinite(length)) throw Garbage($"vector {index} holds numbers that are not finite");
        if (length == 0) throw Garbage($"vector {index} is all zero");
        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }

    private static EngineException Garbage(string why, Exception? inner = null) =>
        new(EngineFault.Garbage, $"The embedding server's answer cannot be used: {why}. Check Embedding:Url and that the server runs an embedding model.", null, inner);
}
