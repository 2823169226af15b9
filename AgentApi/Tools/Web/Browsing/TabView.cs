namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>The window a page is shown in.</summary>
/// <param name="Width">CSS pixels.</param>
/// <param name="Height">CSS pixels.</param>
internal sealed record TabView(int Width, int Height)
{
    public static readonly TabView Desktop = new(1280, 800);

    /// <summary>A telephone or tablet: touch, and pages that look at the viewport's meta tag.</summary>
    public bool Mobile { get; init; }

    public bool Dark { get; init; }

    /// <summary>By the names of the argument <c>device</c>.</summary>
    public static TabView Of(string? device, int? width, int? height, bool dark)
    {
        var view = device switch
        {
            "phone" => new TabView(390, 844) { Mobile = true },
            "tablet" => new TabView(820, 1180) { Mobile = true },
            _ => Desktop,
        };
        return view with { Width = width ?? view.Width, Height = height ?? view.Height, Dark = dark };
    }
}
