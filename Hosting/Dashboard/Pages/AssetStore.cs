using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace LocalAi.Hosting.Dashboard.Pages;

/// <summary>
/// Files built into the assembly. The static ones are served below a version made from their content, so that browsers may keep
/// them for ever and yet never see an old one with a new page.
/// </summary>
internal sealed class AssetStore
{
    private const string StaticPrefix = "Dashboard/static/";
    private static readonly Assembly Source = typeof(AssetStore).Assembly;
    private readonly FrozenDictionary<string, Asset> _assets;

    public AssetStore()
    {
        _assets = Source.GetManifestResourceNames()
            .Where(name => name.StartsWith(StaticPrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[StaticPrefix.Length..], name => new Asset(ContentTypeOf(name), Read(name)), StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, asset) in _assets.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(asset.Content);
        Version = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    public string Version { get; }

    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    /// <summary>Text of a file that is not served as it is: a page or a list of strings.</summary>
    public static string ReadText(string name)
    {
        using var reader = new StreamReader(Open("Dashboard/" + name));
        return reader.ReadToEnd();
    }

    private static byte[] Read(string name)
    {
        using var stream = Open(name);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static Stream Open(string name) =>
        Source.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly does not contain '{name}'; build it again.");

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
