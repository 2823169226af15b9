using System.Globalization;

namespace LocalAi.Hosting;

/// <summary>Text with values that are known only when the application runs, written as an interpolated string.</summary>
public sealed partial class ReferenceExpression : IManifestExpressionProvider, IValueProvider
{
    private readonly IReadOnlyList<IManifestExpressionProvider> _providers;

    private ReferenceExpression(string format, IReadOnlyList<IManifestExpressionProvider> providers)
    {
        Format = format;
        _providers = providers;
    }

    /// <summary>Composite format; argument n is provider n.</summary>
    public string Format { get; }

    /// <summary>The things the text refers to, directly or through another expression.</summary>
    public IEnumerable<IManifestExpressionProvider> References =>
        _providers.SelectMany(p => p is ReferenceExpression inner ? inner.References : [p]);

    public string ValueExpression =>
        string.Format(CultureInfo.InvariantCulture, Format, [.. _providers.Select(p => (object)p.ValueExpression)]);

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[_providers.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await ((IValueProvider)_providers[i]).GetValueAsync(cancellationToken);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }
}
