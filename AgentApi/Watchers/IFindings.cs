namespace LocalAi.AgentApi.Watchers;

/// <summary>Where watchers say what they found. Safe to call from several threads.</summary>
internal interface IFindings
{
    /// <summary>Says that something is so. Said again under the same key, the text is renewed and <see cref="Finding.Since"/> stays.</summary>
    void Report(Finding finding);

    /// <summary>Says that it is no longer so; an unknown key changes nothing.</summary>
    void Clear(string key);

    /// <summary>Says that these are all there is under a prefix: others whose key begins with it are cleared.</summary>
    void Renew(string prefix, IReadOnlyCollection<Finding> all);
}
