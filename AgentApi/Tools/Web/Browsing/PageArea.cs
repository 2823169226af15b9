namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>A part of a page in CSS pixels, from its top left corner.</summary>
internal sealed record PageArea(double X, double Y, double Width, double Height);
