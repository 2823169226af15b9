using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace LocalAi.Gateway.Door;

/// <summary><c>x-request-id</c>: the caller's when it is sane (1 to 128 letters, digits, <c>-_.</c>), else the trace id, else a new one.</summary>
internal static class RequestId
{
    private const string Header = "x-request-id";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    // Random per process and counted within: unique without drawing random bytes for every request.
    private static readonly string Process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private static long _last;

    public static void Assign(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        var id = given.Length is > 0 and <= 128 && !given.AsSpan().ContainsAnyExcept(Allowed) ? given
            : Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString()
            : string.Create(CultureInfo.InvariantCulture, $"{Process}{Interlocked.Increment(ref _last):x16}");
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
    }
}
