using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>An instrument as the API shows it.</summary>
internal sealed record InstrumentView(string Resource, string Meter, string Name, string Unit, string Description, string Kind)
{
    public static InstrumentView From(Instrument instrument) =>
        new(instrument.Resource.Name, instrument.Meter, instrument.Name, instrument.Unit, instrument.Description, instrument.Kind.ToString());
}
