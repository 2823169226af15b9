using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Usage;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Gateway.Api;

/// <summary><c>/api/usage</c>.</summary>
internal static class UsageApi
{
    private const int DefaultDays = 30;

    public static void MapUsage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/usage", ReadAsync).WithTags("usage").RequireAuthorization(Roles.Admin);

    private static async Task<UsageReport> ReadAsync(
        string? group_by, DateTimeOffset? from, DateTimeOffset? to, UsageStore store, UsageWriter writer, TimeProvider time, CancellationToken cancellationToken)
    {
        var group = group_by ?? "model";
        if (!UsageStore.GroupNames.Contains(group, StringComparer.OrdinalIgnoreCase))
        {
            throw new RequestProblemException(StatusCodes.Status422UnprocessableEntity, $"group_by is '{group}'; write {string.Join(", ", UsageStore.GroupNames)}.")
            {
                Field = "group_by",
                Code = "invalid_value",
            };
        }

        var end = to ?? time.GetUtcNow();
        var start = from ?? end.AddDays(-DefaultDays);
        if (start >= end)
        {
            throw new RequestProblemException(StatusCodes.Status422UnprocessableEntity, "from must lie before to.") { Field = "from", Code = "invalid_value" };
        }

        return new UsageReport(start, end, await store.ReadAsync(group, start, end, cancellationToken), writer.Waiting);
    }
}
