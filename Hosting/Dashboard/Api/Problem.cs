using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>An error body after RFC 9457.</summary>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do about it.</param>
internal sealed record Problem(string Title, int Status, string Detail)
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        return JsonBody.WriteAsync(context, new Problem(title, status, detail), DashboardJson.Default.Problem, "application/problem+json");
    }
}
