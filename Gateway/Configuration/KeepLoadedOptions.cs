namespace LocalAi.Gateway.Configuration;

/// <summary><c>Gateway:KeepLoaded</c>: the models of <c>Gateway:Prewarm</c> are not unloaded for being idle.</summary>
internal sealed class KeepLoadedOptions
{
    /// <summary>Default: no, an idle model gives its memory back.</summary>
    public bool Enabled { get; set; }

    /// <summary>Local time of the day from which models stay loaded. Default 00:00.</summary>
    public TimeOnly From { get; set; }

    /// <summary>Local time until which they do; the same as <see cref="From"/> (default) means the whole day, an earlier one the next day.</summary>
    public TimeOnly Until { get; set; }

    /// <summary>Longest time between two looks. A model is touched twice within its upstream's <c>IdleUnload</c>. Default 5 min.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    public bool Covers(TimeOnly now) => Enabled && (From == Until || now.IsBetween(From, Until));
}
