using LocalAi.Gateway.Caching;
using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.Gateway.Api;

/// <summary><c>/api/cache</c>.</summary>
internal static class CacheApi
{
    public static void MapCache(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/cache").WithTags("cache").RequireAuthorization(Roles.Admin);
        group.MapGet("", (AnswerCache cache) => cache.Describe());
        group.MapDelete("", (AnswerCache cache) =>
        {
            var purged = cache.Purge();
            return cache.Describe(purged);
        });
    }
}
