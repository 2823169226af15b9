using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LocalAi.Hosting;

public sealed partial class ReferenceExpression
{
    /// <summary>Collects an interpolated string's text and value providers; the compiler calls it.</summary>
    [InterpolatedStringHandler]
#pragma warning disable CA1034, CA1815 // Nested and without equality as in Aspire, so that calls compile against both.
    public readonly struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
#pragma warning restore CA1034, CA1815
    {
        private readonly StringBuilder _format = new(literalLength + formattedCount * 3);
        private readonly List<IManifestExpressionProvider> _providers = new(formattedCount);

        public void AppendLiteral(string value) => _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        public void AppendFormatted(string? value) => AppendLiteral(value ?? "");

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_providers.Count}}}");
            _providers.Add(valueProvider);
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource);

        internal ReferenceExpression Build() => new(_format.ToString(), [.. _providers]);
    }
}
