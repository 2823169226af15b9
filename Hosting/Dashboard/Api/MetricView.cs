namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>One instrument with its series.</summary>
internal sealed record MetricView(InstrumentView Instrument, IReadOnlyList<MetricSeriesView> Series);
