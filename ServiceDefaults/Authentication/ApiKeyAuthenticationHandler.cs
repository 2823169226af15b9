using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults.Authentication;

/// <summary>
/// <c>Authorization: Bearer KEY</c>. The internal key of this installation acts for the user in <c>x-localai-user</c> (default: default);
/// a user's key acts for its user; no key is enough on loopback until the first user key exists.
/// </summary>
internal sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, IOptions<LocalAiOptions> options, IApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "LocalAi";

    private readonly byte[] _internalKey = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.InternalKey));
    private readonly bool _hasInternalKey = options.Value.InternalKey.Length > 0;
    private string _challenge = "";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return await WithoutKeyAsync();
        }

        var key = header["Bearer ".Length..].Trim();
        if (_hasInternalKey && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), _internalKey))
        {
            var user = Request.Headers["x-localai-user"].ToString();
            return Success(user.Length is > 0 and <= 128 ? user : CallerIdentity.DefaultUser, Roles.Admin, null);
        }

        if (await keys.FindAsync(key, Context.RequestAborted) is { } identity)
        {
            return Success(identity.User, identity.Role, identity.KeyId);
        }

        // OpenAI clients always send some key: on a machine without keys it means nothing.
        return await WithoutKeyAsync();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"localai\"";
        await Context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = Context,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status401Unauthorized, Detail = _challenge },
        });
    }

    private async Task<AuthenticateResult> WithoutKeyAsync()
    {
        var remote = Context.Connection.RemoteIpAddress;
        var loopback = remote is null || IPAddress.IsLoopback(remote);
        if (loopback && !await keys.AnyAsync(Context.RequestAborted))
        {
            return Success(CallerIdentity.DefaultUser, Roles.Admin, null);
        }

        _challenge = loopback
            ? "A valid API key is needed since keys exist: send Authorization: Bearer sk-local-…; `ai keys create` makes one."
            : "Callers from other machines need an API key: send Authorization: Bearer sk-local-…; `ai keys create` makes one.";
        return AuthenticateResult.NoResult();
    }

    private static AuthenticateResult Success(string user, string role, string? keyId)
    {
        var claims = new List<Claim>(3) { new(ClaimTypes.Name, user), new(ClaimTypes.Role, role) };
        if (keyId is not null)
        {
            claims.Add(new Claim(CallerIdentity.KeyClaim, keyId));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }
}
