namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Feature that marks connections accepted on the OTLP port; both ports share one server.</summary>
internal sealed class OtlpConnection
{
    public static readonly OtlpConnection Mark = new();
}
