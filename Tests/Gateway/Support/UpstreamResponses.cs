using System.Text;
using LocalAi.Gateway.Upstreams.Http;

namespace LocalAi.Tests.Gateway.Support;

internal static class UpstreamResponses
{
    /// <summary>The whole body, read a few bytes at a time.</summary>
    public static async Task<string> TextAsync(this UpstreamResponse response)
    {
        var body = new MemoryStream();
        var buffer = new byte[5];
        while (await response.ReadAsync(buffer) is > 0 and var read)
        {
            body.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }
}
