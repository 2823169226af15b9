namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Instruments that have points, and how many points are kept of all.</summary>
internal sealed record InstrumentsView(IReadOnlyList<InstrumentView> Items, int KeptPoints);
