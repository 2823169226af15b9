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
    public const string TooManyWrongKeys = "Too many wrong API keys from this address. Try again later.";
    public const string TooManyWrongKeysCode = "too_many_wrong_keys";

    private static readonly Caller Default = new(CallerIdentity.DefaultUser, Roles.Admin, null, null);
    private static readonly Caller Internal = new(CallerIdentity.DefaultUser, Roles.Admin, null, null);

    private readonly byte[] _internalKey = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.InternalKey));
    private readonly string _internalKeyText = options.Value.InternalKey;

    /// <exception cref="OpenAiErrorException">401 without a valid key where one is needed, 429 after many wrong ones.</exception>
    public Caller Resolve(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (Find(context, header) is { } caller)
        {
            return caller;
        }

        if (header.Length > 0 && throttle.Refuse(context.Connection.RemoteIpAddress) is { } wait)
        {
            throw new OpenAiErrorException(OpenAiError.TooMany(TooManyWrongKeys, TooManyWrongKeysCode, wait));
        }

        throw new OpenAiErrorException(new OpenAiError(
            StatusCodes.Status401Unauthorized,
            (header.Length == 0 ? "An API key is needed" : "The API key is not valid") + ": send Authorization: Bearer sk-local-…; `ai keys create` makes one.",
            "authentication_error",
            "invalid_api_key"));
    }

    /// <summary>Counts the key of a request when it is wrong; how long its address must wait when there were too many, else null.</summary>
    public TimeSpan? RefuseWrongKey(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.Length > 0 && Find(context, header) is null ? throttle.Refuse(context.Connection.RemoteIpAddress) : null;
    }

    private Caller? Find(HttpContext context, string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var key = header.AsSpan("Bearer ".Length).Trim();
            if (IsInternal(key))
            {
                var user = context.Request.Headers["x-localai-user"].ToString();
                return user.Length is > 0 and <= 128 ? Internal with { User = user } : Internal;
            }

            if (keys.Find(key) is { } found)
            {
                return found.Caller;
            }
        }

        // OpenAI clients always send some key: on a machine without keys it means nothing.
        var remote = context.Connection.RemoteIpAddress;
        return (remote is null || IPAddress.IsLoopback(remote)) && !keys.Any ? Default : null;
    }

    private bool IsInternal(ReadOnlySpan<char> key)
    {
        if (key.IsEmpty || key.Length != _internalKeyText.Length)
        {
            return false;
        }

        var utf8 = new byte[Encoding.UTF8.GetByteCount(key)];
        Encoding.UTF8.GetBytes(key, utf8);
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(utf8), _internalKey);
    }
}
