using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Reads query parameters and remembers the first one that is not allowed.</summary>
internal sealed class QueryValues(IQueryCollection query)
{
    public const int MaxTextLength = 200;

    /// <summary>What is wrong with the query; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>A text of at most 200 characters; null when missing or blank.</summary>
    public string? Text(string name)
    {
        var value = query[name].ToString().Trim();
        if (value.Length > MaxTextLength)
            Fail($"'{name}' has {value.Length} characters; {MaxTextLength} are allowed.");
        return value.Length == 0 ? null : value;
    }

    public long Number(string name, long defaultValue, long min, long max)
    {
        var value = query[name].ToString();
        if (value.Length == 0)
            return defaultValue;

        if (long.TryParse(value, out var number) && number >= min && number <= max)
            return number;

        Fail($"'{name}' must be a number from {min} to {max}.");
        return defaultValue;
    }

    public string? OneOf(string name, IReadOnlyList<string> allowed)
    {
        var value = query[name].ToString();
        if (value.Length == 0)
            return null;

        if (allowed.FirstOrDefault(item => string.Equals(item, value, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;

        Fail($"'{name}' must be one of {string.Join(", ", allowed)}.");
        return null;
    }

    private void Fail(string error) => Error ??= error;
}
