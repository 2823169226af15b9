namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>The browser's network errors in words that say what to do.</summary>
internal static class NavigationFailure
{
    public static ToolException Of(string error, bool isExhausted) => error switch
    {
        _ when isExhausted => new("The page brought more than it may (Agent:Web:MaxResponseMb) and was stopped."),
        "net::ERR_ABORTED" => new("The address is a download or holds no page; downloads are refused.") { Refused = true },
        "net::ERR_TOO_MANY_REDIRECTS" => new("The address redirects without end."),
        "net::ERR_UNSAFE_PORT" or "net::ERR_UNKNOWN_URL_SCHEME" or "net::ERR_DISALLOWED_URL_SCHEME" or "net::ERR_UNSAFE_REDIRECT" or "net::ERR_BLOCKED_BY_CLIENT" =>
            new("The address leads where the browser does not go.") { Refused = true },
        "net::ERR_EMPTY_RESPONSE" or "net::ERR_CONNECTION_CLOSED" or "net::ERR_CONNECTION_RESET" => new("The server closed the connection without an answer."),
        "net::ERR_INVALID_HTTP_RESPONSE" or "net::ERR_RESPONSE_HEADERS_TOO_BIG" => new("The server's answer is not HTTP."),
        _ when error.StartsWith("net::ERR_CERT", StringComparison.Ordinal) || error.StartsWith("net::ERR_SSL", StringComparison.Ordinal) => new($"The server's certificate or encryption is not valid ({error})."),
        _ => new($"The page could not be opened ({error})."),
    };
}
