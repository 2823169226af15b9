using System.Security.Cryptography;

namespace LocalAi.Hosting.Engine;

/// <summary>Where the dashboard is and what opens it; made new for every run.</summary>
internal sealed record DashboardSettings(int Port, int OtlpPort, string Token, string ApiKey)
{
    public string LoginUrl => $"http://localhost:{Port}/login?t={Token}";

    public string OtlpUrl => $"http://127.0.0.1:{OtlpPort}";

    public static DashboardSettings Create(int port, int otlpPort) =>
        new(port, otlpPort, RandomNumberGenerator.GetHexString(32, lowercase: true), RandomNumberGenerator.GetHexString(32, lowercase: true));
}
