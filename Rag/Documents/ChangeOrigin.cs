using System.Globalization;

namespace LocalAi.Rag.Documents;

/// <summary>Names this process in the notices of changes, so that it passes over its own.</summary>
internal sealed class ChangeOrigin
{
    public string Id { get; } = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
}
