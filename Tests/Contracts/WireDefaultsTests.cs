using System.Reflection;
using System.Runtime.CompilerServices;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.Tests.Contracts;

public sealed class WireDefaultsTests
{
    /// <summary>The JSON source generator writes null over the default of an init-only property that the JSON leaves out.</summary>
    [Fact]
    public void PropertiesWithADefault_HaveASetter()
    {
        var wrong = typeof(ChatChunk).Assembly.GetTypes()
            .Where(t => t is { IsPublic: true, IsClass: true, IsAbstract: false } && t.GetConstructor(Type.EmptyTypes) is not null)
            .SelectMany(t => t.GetProperties().Select(p => (Type: t, Property: p)))
            .Where(x => IsInitOnly(x.Property) && !IsDefault(x.Property, x.Property.GetValue(Activator.CreateInstance(x.Type))))
            .Select(x => $"{x.Type.Name}.{x.Property.Name}");

        wrong.ShouldBeEmpty();
    }

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static bool IsDefault(PropertyInfo property, object? value) =>
        value is null || (property.PropertyType.IsValueType && value.Equals(Activator.CreateInstance(property.PropertyType)));
}
