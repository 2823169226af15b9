namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>The frame of the pages: plain, without a script, dark or light as the machine is, readable on a telephone.</summary>
internal static class Layout
{
    private const string Style =
        """
        :root{color-scheme:light dark}*{box-sizing:border-box}body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:0 auto;padding:1rem}
        nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin-bottom:1rem}a{color:LinkText}h1{margin:.2rem 0}h2{margin:1.6rem 0 .4rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
        td{overflow-wrap:anywhere;min-width:5.5rem}td:nth-child(1){min-width:8.5rem}.name,button{white-space:nowrap}td.firing,td.acknowledged{min-width:8rem}form{display:flex;gap:.3rem}button{padding:.25rem .6rem;font:inherit;font-size:13px}
        .run,.succeeded{color:light-dark(#070,#5d5)}.skip,.warning,.waiting,.acknowledged{color:light-dark(#a50,#fa5)}.failed,.timeout,.lost,.critical,.firing{color:light-dark(#b00,#f77)}
        small{opacity:.75}code{overflow-wrap:anywhere}
        .week{width:100%;height:auto;min-width:36rem}.week text{font-size:11px;fill:currentColor;opacity:.8}.week .day{stroke:#8886}.week .now{stroke:#d33;stroke-width:1.5}
        .week .real{fill:#48c}.week .quiet{fill:#2a42}.week .expected{fill:none;stroke:light-dark(#b60,#fb4);stroke-width:1.5}.week .next{fill:light-dark(#070,#5d5)}
        @media(max-width:44rem){.name{white-space:normal}form{flex-wrap:wrap}td[data-label]::before{content:attr(data-label) " "}th{display:none}tr{display:block;padding:.4rem 0;border-bottom:1px solid #8884}td,td:nth-child(1),td.firing,td.acknowledged{display:inline-block;min-width:0;border:0;padding:.1rem .8rem .1rem 0}}
        """;

    public static IResult Page(HttpContext context, string title, string body, int? refreshSeconds)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return TypedResults.Content(Html(title, body, refreshSeconds), "text/html; charset=utf-8");
    }

    public static string Html(string title, string body, int? refreshSeconds) =>
        new Markup()
            .Raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Raw(refreshSeconds is { } seconds ? $"<meta http-equiv=\"refresh\" content=\"{seconds}\">" : "")
            .Add($"<title>{title}</title>")
            .Raw("<style>" + Style + "</style></head><body><nav><a href=\"/rhythm\">Rhythm</a><a href=\"/rhythm#alerts\">Alerts</a><a href=\"/rhythm#watchers\">Watchers</a><a href=\"/rhythm#week\">Week</a><a href=\"/rhythm#runs\">Runs</a><a href=\"/rhythm/page/junk\">Junk</a><a href=\"/ui/approvals\">Approvals</a><a href=\"/ui/audit\">Audit</a></nav>")
            .Add($"<h1>{title}</h1>")
            .Raw(body).Raw("</body></html>").ToString();
}
