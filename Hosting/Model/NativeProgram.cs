namespace LocalAi.Hosting;

/// <summary>A program of this machine that does a container's work in the embedded engine.</summary>
public sealed class NativeProgram
{
    /// <summary>A path, or a name to look for on PATH.</summary>
    public required string Command { get; init; }

    /// <summary>Strings, or providers such as an endpoint's port.</summary>
    public IReadOnlyList<object> Args { get; init; } = [];

    /// <summary>Added to the resource's own variables.</summary>
    public IReadOnlyDictionary<string, object> Environment { get; init; } = new Dictionary<string, object>();

    /// <summary>Where it runs; the AppHost's folder unless given.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Null when everything it needs is there, else a sentence that says what to bring. Asked again from time to time while the resource is absent.</summary>
    public Func<string?> Missing { get; init; } = static () => null;

    /// <summary>Brings what <see cref="Missing"/> cannot: run once in the background before the first start; nothing waits for it.</summary>
    public NativeInstall? Install { get; init; }
}
