namespace LocalAi.ServiceDefaults.Telemetry;

/// <summary>The sources and meters that are exported: ours (<c>LocalAi.*</c>) and the ones built into the framework and Npgsql.</summary>
internal static class ServiceTelemetryNames
{
    public static readonly string[] Sources = ["LocalAi.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    public static readonly string[] Meters =
        ["LocalAi.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];
}
