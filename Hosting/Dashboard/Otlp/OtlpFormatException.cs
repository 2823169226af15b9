namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>The body is not what OTLP allows; the message says where it stopped making sense.</summary>
internal sealed class OtlpFormatException(string message) : Exception(message);
