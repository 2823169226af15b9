namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Collects attributes up to the limit; further ones are dropped, as the specification asks.</summary>
internal sealed class AttributeList(OtlpLimits limits)
{
    private List<KeyValuePair<string, string>>? _attributes;

    /// <summary>Adds a protobuf KeyValue: key (1), value (2).</summary>
    public void Add(ReadOnlySpan<byte> keyValue)
    {
        // Decoded even when it is one too many: a malformed request is refused as a whole.
        var key = OtlpText.Read(ProtobufReader.FindBytes(keyValue, 1), OtlpLimits.MaxNameLength);
        Add(key, ProtobufCommon.ReadValue(ProtobufReader.FindBytes(keyValue, 2), limits.MaxAttributeLength));
    }

    public void Add(string key, string value)
    {
        if (key.Length > 0 && (_attributes ??= []).Count < limits.MaxAttributes)
            _attributes.Add(new(key, value));
    }

    public KeyValuePair<string, string>[] ToArray() => _attributes is null ? [] : [.. _attributes];
}
