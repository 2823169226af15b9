namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>One combination of attributes with its points, oldest first.</summary>
internal sealed record MetricSeriesView(IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<MetricPointView> Points);
