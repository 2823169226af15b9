using System.Net;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Keys;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Callers;

/// <summary>Finds out who calls <c>/v1</c>: the same rules as the services' own authentication, without its cost, answered as OpenAI answers.</summary>
internal sealed class CallerResolver(IOptions<LocalAiOptions> options, KeyRing keys, WrongKeyThrottle throttle)
{
    private static readonly Caller Default = new(CallerIdentity.DefaultUser, Roles.Admin, null, null);
    private static readonly Caller Internal = new(CallerIdentity.DefaultUser, Roles.Admin, null, null);

    private readonly byte[] _internalKey = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.InternalKey));
    private readonly string _internalKeyText = options.Value.InternalKey;

    /// <exception cref="OpenAiErrorException">401 without a valid key where one is needed, 429 after many wrong ones.</exception>
    public Caller Resolve(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var remote = context.Connection.RemoteIpAddress;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var key = header["Bearer ".Length..].Trim();
            if (IsInternal(key))
            {
                var user = context.Request.Headers["x-localai-user"].ToString();
                return user.Length is > 0 and <= 128 ? Internal with { User = user } : Internal;
            }

            if (keys.Find(key) is { } found)
            {
                return new Caller(found.User, found.Role, found.Id, found.Limits);
            }
        }

        var isLoopback = remote is null || IPAddress.IsLoopback(remote);
        if (isLoopback && !keys.Any)
        {
            // OpenAI clients always send some key: on a machine without keys it means nothing.
            return Default;
        }

        if (header.Length > 0 && throttle.Refuse(remote) is { } wait)
        {
            throw new OpenAiErrorException(OpenAiError.TooMany("Too many wrong API keys from this address. Try again later.", "too_many_wrong_keys", wait));
        }

        throw new OpenAiErrorException(new OpenAiError(
            StatusCodes.Status401Unauthorized,
            (header.Length == 0 ? "An API key is needed" : "The API key is not valid") + ": send Authorization: Bearer sk-local-…; `ai keys create` makes one.",
            "authentication_error",
            "invalid_api_key"));
    }

    private bool IsInternal(string key) =>
        key.Length == _internalKeyText.Length
        && key.Length > 0
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), _internalKey);
}
