using System.Security.Claims;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Keys;
using LocalAi.Gateway.Models;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Gateway.Api;

/// <summary><c>/api/keys</c>.</summary>
internal static class KeysApi
{
    private const int LongestName = 100;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/keys").WithTags("keys").RequireAuthorization(Roles.Admin);
        group.MapGet("", (string? after, KeyStore store, CancellationToken cancellationToken) => store.ListAsync(after, cancellationToken));
        group.MapPost("", CreateAsync);
        group.MapDelete("/{id}", RevokeAsync);
        group.MapGet("/verify", (KeyRing ring) => new VerifiedApiKey { AnyKeys = ring.Any });
        group.MapPost("/verify", Verify);
    }

    private static async Task<Created<CreatedApiKey>> CreateAsync(
        CreateApiKey request, ClaimsPrincipal caller, KeyStore store, KeySync sync, TimeProvider time, CancellationToken cancellationToken)
    {
        Check(request, time);
        var key = ApiKeyText.Create();
        var record = new ApiKeyRecord
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            Name = request.Name.Trim(),
            User = request.User ?? caller.UserName(),
            Role = request.Role ?? Roles.User,
            Prefix = ApiKeyText.PrefixOf(key).ToString(),
            Hash = ApiKeyText.Hash(key),
            Limits = request.Limits ?? new ApiKeyLimits(),
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
        };
        if (!await store.AddAsync(record, cancellationToken))
        {
            throw new RequestProblemException(StatusCodes.Status409Conflict, $"There are {KeyStore.MostKeys} keys already; revoke some.") { Code = "too_many_keys" };
        }

        await sync.RefreshAsync(cancellationToken);
        return TypedResults.Created((string?)null, new CreatedApiKey(key, new ApiKeyEntry
        {
            Id = record.Id,
            Name = record.Name,
            User = record.User,
            Role = record.Role,
            Prefix = ApiKeyText.Start + record.Prefix,
            Limits = record.Limits,
            CreatedAt = record.CreatedAt,
            ExpiresAt = record.ExpiresAt,
        }));
    }

    private static async Task<NoContent> RevokeAsync(string id, KeyStore store, KeySync sync, CancellationToken cancellationToken)
    {
        if (!await store.RevokeAsync(id, cancellationToken))
        {
            throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no valid key with this id or beginning; `ai keys list` shows them.") { Code = "key_not_found" };
        }

        await sync.RefreshAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static VerifiedApiKey Verify(VerifyApiKey request, ClaimsPrincipal caller, KeyRing ring)
    {
        // Services ask with the internal key; a user's key, even an admin's, must not become a way to try others.
        if (caller.KeyId() is not null)
        {
            throw new RequestProblemException(StatusCodes.Status403Forbidden, "Only services with the internal key may verify keys.") { Code = "internal_only" };
        }

        return ring.Find(request.Key) is { } found
            ? new VerifiedApiKey { AnyKeys = true, Valid = true, KeyId = found.Id, User = found.User, Role = found.Role }
            : new VerifiedApiKey { AnyKeys = ring.Any };
    }

    private static void Check(CreateApiKey request, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > LongestName)
        {
            throw Wrong("name", $"name must have 1 to {LongestName} characters.");
        }

        if (request.User is { Length: 0 or > 128 })
        {
            throw Wrong("user", "user must have 1 to 128 characters.");
        }

        if (request.Role is not (null or Roles.Admin or Roles.User))
        {
            throw Wrong("role", $"role is '{request.Role}'; write admin or user.");
        }

        if (request.ExpiresAt <= time.GetUtcNow())
        {
            throw Wrong("expires_at", "expires_at lies in the past.");
        }

        foreach (var model in request.Limits?.Models ?? [])
        {
            if (!PublicModels.Routed.Contains(model, StringComparer.Ordinal))
            {
                throw Wrong("limits.models", $"limits.models names '{model}'; there are {string.Join(", ", PublicModels.Routed)}.");
            }
        }

        if (request.Limits is { } limits
            && (limits.RequestsPerMinute < 0 || limits.TokensPerMinute < 0 || limits.Concurrency < 0 || limits.TokensPerDay < 0))
        {
            throw Wrong("limits", "limits must not be negative; 0 lifts a limit.");
        }
    }

    private static RequestProblemException Wrong(string field, string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, detail) { Field = field, Code = "invalid_value" };
}
