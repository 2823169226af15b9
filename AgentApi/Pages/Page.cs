using System.Text;
using System.Text.Encodings.Web;

namespace LocalAi.AgentApi.Pages;

/// <summary>A plain page. Everything that comes from outside goes through <see cref="Text"/>; no script runs and nobody may frame it.</summary>
internal static class Page
{
    private const string Style =
        """
        :root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8884;vertical-align:top}code{white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px}
        nav a{margin-right:1rem}button{padding:.3rem .8rem}form{display:inline}.scroll{overflow-x:auto}
        """;

    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public static IResult Html(HttpContext context, string title, string body)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return TypedResults.Content(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)}</title><style>{Style}</style></head>
            <body><nav><a href="/ui/approvals">Approvals</a><a href="/ui/audit">Audit</a></nav><main><h1>{Text(title)}</h1>{body}</main></body></html>
            """,
            "text/html",
            Encoding.UTF8);
    }
}
