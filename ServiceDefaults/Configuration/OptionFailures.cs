using System.Globalization;
using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults.Configuration;

/// <summary>Collects wrong settings in one form: key, value, what to write instead.</summary>
/// <param name="section">Configuration section, for example <c>Gateway</c>.</param>
public sealed class OptionFailures(string section)
{
    private readonly List<string> _failures = [];

    public ValidateOptionsResult Result => _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    public void Add(string key, object? value, string allowed) =>
        _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{section}:{key} is '{value}'; write {allowed}."));

    /// <summary>Records a failure unless <paramref name="minimum"/> ≤ <paramref name="value"/> ≤ <paramref name="maximum"/>.</summary>
    public void Range<T>(string key, T value, T minimum, T maximum)
        where T : IComparable<T>
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            Add(key, value, string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}"));
        }
    }

    /// <summary>Records a failure unless <paramref name="value"/> is one of <paramref name="allowed"/> (case ignored).</summary>
    public void OneOf(string key, string value, params string[] allowed)
    {
        if (!allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            Add(key, value, string.Join(" or ", allowed));
        }
    }

    /// <summary>Records a failure unless <paramref name="value"/> is an absolute http or https URL.</summary>
    public void HttpUrl(string key, string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            Add(key, value, "an http or https URL");
        }
    }
}
