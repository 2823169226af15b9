namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Trace ids (16 bytes) and span ids (8 bytes) as lower-case hex; all zeros or another length means "none".</summary>
internal static class OtlpIds
{
    public const int TraceBytes = 16;
    public const int SpanBytes = 8;

    public static string Read(ReadOnlySpan<byte> id, int length) =>
        id.Length != length || id.IndexOfAnyExcept((byte)0) < 0 ? "" : Convert.ToHexStringLower(id);

    public static string Read(string? hex, int length) =>
        hex is null || hex.Length != 2 * length || !hex.All(char.IsAsciiHexDigit) || hex.All(c => c == '0') ? "" : hex.ToLowerInvariant();
}
