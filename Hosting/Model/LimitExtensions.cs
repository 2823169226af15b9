using System.Globalization;

namespace LocalAi.Hosting;

/// <summary>Limits: our own addition to Aspire's model, with the same signature on its side (AppHost/Limits.Aspire.cs).</summary>
public static class LimitExtensions
{
    /// <summary>What the resource may use at most and what is kept for it.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="cpus">Cores at most, e.g. 0.5.</param>
    /// <param name="memory">Memory at most, e.g. "512M" or "2G" (powers of 1024).</param>
    /// <param name="cpuReservation">Cores kept for it.</param>
    /// <param name="memoryReservation">Memory kept for it.</param>
    /// <param name="pids">Processes and threads at most.</param>
    /// <param name="gpus">"all" or a number. Containers only; a process sees the machine's GPUs anyway.</param>
    public static IResourceBuilder<T> WithLimits<T>(
        this IResourceBuilder<T> builder, double? cpus = null, string? memory = null, double? cpuReservation = null, string? memoryReservation = null,
        int? pids = null, string? gpus = null)
        where T : IComputeResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ResourceLimitsAnnotation(
            cpus, memory is null ? null : ParseBytes(memory), cpuReservation, memoryReservation is null ? null : ParseBytes(memoryReservation), pids, gpus));
    }

    /// <exception cref="FormatException">Not a whole number followed by K, M or G.</exception>
    internal static long ParseBytes(string text)
    {
        var shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var digits = shift == 0 ? text : text[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 && value < 1L << 32
            ? value << shift
            : throw new FormatException($"'{text}' is not an amount of memory; write for example 512M or 2G.");
    }
}
