namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Attributes as a JSON object; of a name given twice the last value is shown.</summary>
internal static class AttributesView
{
    public static IReadOnlyDictionary<string, string> From(KeyValuePair<string, string>[] attributes)
    {
        var view = new Dictionary<string, string>(attributes.Length);
        foreach (var (key, value) in attributes)
            view[key] = value;
        return view;
    }
}
