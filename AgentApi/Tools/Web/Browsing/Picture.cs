namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <param name="MediaType">image/png or image/jpeg.</param>
/// <param name="Base64">The picture.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Scale">Pixels of the picture per pixel of the page.</param>
internal sealed record Picture(string MediaType, string Base64, int Width, int Height, double Scale)
{
    public int Bytes => Base64.Length / 4 * 3;
}
