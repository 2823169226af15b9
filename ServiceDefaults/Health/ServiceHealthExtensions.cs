using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.ServiceDefaults.Health;

internal static class ServiceHealthExtensions
{
    /// <summary>
    /// <c>/health</c>: 200 <c>ok</c> or <c>degraded</c> (a part is away, the rest serves), 503 <c>unavailable</c>; with a reason per check.
    /// <c>/alive</c>: 200 as long as the process answers.
    /// </summary>
    public static void MapServiceHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapGet("/alive", () => TypedResults.Text("ok")).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new HealthAnswer(
                Word(report.Status),
                report.Entries.ToDictionary(e => e.Key, e => new HealthAnswerCheck(Word(e.Value.Status), e.Value.Description, e.Value.Data.Count == 0 ? null : e.Value.Data))),
            context.RequestAborted);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "unavailable",
    };
}
