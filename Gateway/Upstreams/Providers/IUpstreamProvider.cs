using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>What is peculiar to one kind of server. Stateless.</summary>
internal interface IUpstreamProvider
{
    /// <summary>As it stands in configuration, and in <c>gen_ai.provider.name</c>.</summary>
    string Name { get; }

    /// <summary>Path below the endpoint, without a leading slash.</summary>
    string PathOf(RequestKind kind);

    /// <summary>Asks by GET how it is, never by inference. Does not throw when it is away.</summary>
    Task<UpstreamProbe> ProbeAsync(UpstreamConnection connection, CancellationToken cancellationToken);

    /// <summary>The id to send for a public model, or null when it has none that fits.</summary>
    string? ChooseModel(string publicModel, UpstreamProbe probe);

    /// <summary>Whether <see cref="ChooseModel"/> needs to know the models.</summary>
    bool ChoosesByList { get; }

    /// <summary>JSON fields to add to a request (<c>"ttl":900,</c>), or empty.</summary>
    ReadOnlyMemory<byte> ExtraFields(RequestKind kind, UpstreamOptions options);

    /// <summary>Whether an error answer means that the model is being loaded.</summary>
    bool IsLoading(int status, ReadOnlySpan<byte> body);

    /// <summary>Loads a model and returns when the server has accepted that; false when it loads only on demand.</summary>
    Task<bool> LoadAsync(UpstreamConnection connection, string model, UpstreamOptions options, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="LoadAsync"/> of a model that is loaded starts its idle time anew.</summary>
    bool StaysLoaded { get; }

    /// <summary>Frees a model's memory; false when the server cannot.</summary>
    Task<bool> UnloadAsync(UpstreamConnection connection, string model, CancellationToken cancellationToken);

    /// <summary>Mends events of a stream, or null when they are fine as they are.</summary>
    IEventMender? Mender { get; }
}
