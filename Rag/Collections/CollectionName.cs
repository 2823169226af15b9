using System.Text.RegularExpressions;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Rag.Collections;

internal static partial class CollectionName
{
    public const string Default = "default";

    /// <summary>Ends the request with 400 unless <paramref name="name"/> is a collection's name.</summary>
    /// <returns>The name in composed letters: on a Mac the same name may come in pieces.</returns>
    public static string Check(string? name, string field)
    {
        if (name is null || !Pattern().IsMatch(name))
        {
            throw new RequestProblemException(
                StatusCodes.Status400BadRequest,
                $"{field} must be 1 to 64 letters, digits, '-', '_' or '.', and begin with a letter or digit.")
            {
                Field = field,
            };
        }

        return Normal(name);
    }

    /// <summary>What is no name stays as it is and finds nothing.</summary>
    public static string Normal(string name) => Pattern().IsMatch(name) ? name.Normalize() : name;

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
