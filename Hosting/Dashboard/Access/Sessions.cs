using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Access;

/// <summary>
/// Login cookies. The value is <c>expiry.signature</c>, signed with a key made from the token: nothing is stored, the cookie does
/// not reveal the token, and a new token ends all sessions.
/// </summary>
internal sealed class Sessions(Secret token, TimeSpan lifetime, TimeProvider time)
{
    private readonly byte[] _key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(token.Value), "localai dashboard session"u8);

    public void Begin(HttpContext context)
    {
        var expires = time.GetUtcNow() + lifetime;
        context.Response.Cookies.Append(CookieName(context), Sign(expires.ToUnixTimeSeconds()), Cookie(expires));
    }

    public static void End(HttpContext context) => context.Response.Cookies.Delete(CookieName(context), Cookie(expires: null));

    public bool IsOpen(HttpContext context)
    {
        var value = context.Request.Cookies[CookieName(context)];
        if (value is not { Length: <= 128 } || value.IndexOf('.') is not (> 0 and var dot))
            return false;

        return long.TryParse(value.AsSpan(0, dot), out var expires)
            && time.GetUtcNow().ToUnixTimeSeconds() < expires
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(Sign(expires)));
    }

    private string Sign(long expires) =>
        $"{expires}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(expires.ToString())))}";

    private static CookieOptions Cookie(DateTimeOffset? expires) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Expires = expires, IsEssential = true };

    // Browsers share cookies between the ports of a host; the port in the name keeps two dashboards apart.
    private static string CookieName(HttpContext context) => $"localai-dashboard-{context.Connection.LocalPort}";
}
