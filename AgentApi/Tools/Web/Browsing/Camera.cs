using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>Takes pictures of pages that stay under a number of bytes: PNG, else JPEG, else smaller.</summary>
internal static class Camera
{
    public const int MaxHeight = 8000;
    private const double LargestPixels = 12_000_000;
    private const double SmallestScale = 0.1;

    /// <param name="tab">The page.</param>
    /// <param name="area">What of it, in CSS pixels from its top left; null for the window.</param>
    /// <param name="maxBytes">Bytes of the picture.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Picture> TakeAsync(WebTab tab, PageArea? area, int maxBytes, CancellationToken cancellationToken)
    {
        area ??= await WindowAsync(tab, cancellationToken);
        var scale = Math.Min(1, Math.Sqrt(LargestPixels / (area.Width * area.Height)));
        var picture = await ShootAsync(tab, area, scale, "png", cancellationToken);
        while (picture.Bytes > maxBytes && picture.Scale > SmallestScale)
        {
            // A JPEG of a page is a third of its PNG or less; after that only fewer pixels help.
            if (picture.MediaType != "image/png")
            {
                scale = Math.Max(SmallestScale, scale * Math.Min(0.8, Math.Sqrt((double)maxBytes / picture.Bytes)));
            }

            picture = await ShootAsync(tab, area, scale, "jpeg", cancellationToken);
        }

        return picture.Bytes <= maxBytes ? picture : throw new ToolException("The picture is too large even when made small; take a part with selector.");
    }

    /// <summary>A PNG at a scale of the caller's, whatever its bytes: for counting, not for showing.</summary>
    public static Task<Picture> TakePngAsync(WebTab tab, PageArea area, double scale, CancellationToken cancellationToken) =>
        ShootAsync(tab, area, Math.Min(scale, Math.Sqrt(LargestPixels / 4 / (area.Width * area.Height))), "png", cancellationToken);

    /// <summary>The whole page, as far as pictures go.</summary>
    public static async Task<PageArea> WholeAsync(WebTab tab, CancellationToken cancellationToken)
    {
        var size = (await tab.SendAsync("Page.getLayoutMetrics", null, cancellationToken)).GetProperty("cssContentSize");
        return new PageArea(0, 0, Math.Clamp(size.GetProperty("width").GetDouble(), 1, 3840), Math.Clamp(size.GetProperty("height").GetDouble(), 1, MaxHeight));
    }

    private static async Task<PageArea> WindowAsync(WebTab tab, CancellationToken cancellationToken)
    {
        var window = (await tab.SendAsync("Page.getLayoutMetrics", null, cancellationToken)).GetProperty("cssVisualViewport");
        return new PageArea(Number(window, "pageX"), Number(window, "pageY"), Math.Max(1, Number(window, "clientWidth")), Math.Max(1, Number(window, "clientHeight")));
    }

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    private static async Task<Picture> ShootAsync(WebTab tab, PageArea area, double scale, string format, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject
        {
            ["format"] = format,
            ["captureBeyondViewport"] = true,
            ["clip"] = new JsonObject { ["x"] = area.X, ["y"] = area.Y, ["width"] = area.Width, ["height"] = area.Height, ["scale"] = scale },
        };
        if (format == "jpeg")
        {
            parameters["quality"] = 80;
        }

        var answer = await tab.SendAsync("Page.captureScreenshot", parameters, cancellationToken);
        return new Picture("image/" + format, answer.GetProperty("data").GetString()!, (int)Math.Round(area.Width * scale), (int)Math.Round(area.Height * scale), scale);
    }
}
