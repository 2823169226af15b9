using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>Where a value stands in a JSON text, or where it would have to be added. Positions are bytes of the UTF-8 text.</summary>
internal sealed record JsonPlace
{
    public bool Found { get; private init; }

    /// <summary>A name on the way holds something that is not an object.</summary>
    public bool Blocked { get; private init; }

    /// <summary>Found: the value. Else: behind the last member of the deepest object that is there.</summary>
    public int Start { get; private init; }

    /// <summary>Found: behind the value. An empty object: its closing brace.</summary>
    public int End { get; private init; }

    /// <summary>How many of the names are there.</summary>
    public int Depth { get; private init; }

    public int ObjectStart { get; private init; }

    /// <summary>The first member's name of that object, or null where it is empty.</summary>
    public int? FirstName { get; private init; }

    public bool Empty => FirstName is null;

    /// <summary>What one level of the root is indented by, where it is on lines of its own.</summary>
    public string? RootUnit { get; private init; }

    public static JsonPlace Find(ReadOnlySpan<byte> text, ReadOnlySpan<string> names)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 64 });
        reader.Read();
        var depth = 0;
        var objectStart = (int)reader.TokenStartIndex;
        int? firstName = null;
        var last = objectStart + 1;
        string? unit = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            firstName ??= (int)reader.TokenStartIndex;
            unit ??= Unit(text, (int)reader.TokenStartIndex);
            var wanted = reader.ValueTextEquals(names[depth]);
            reader.Read();
            if (!wanted)
            {
                reader.Skip();
                last = (int)reader.BytesConsumed;
            }
            else if (depth == names.Length - 1)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return new JsonPlace { Found = true, Start = start, End = (int)reader.BytesConsumed, Depth = depth };
            }
            else if (reader.TokenType != JsonTokenType.StartObject)
            {
                return new JsonPlace { Blocked = true };
            }
            else
            {
                depth++;
                objectStart = (int)reader.TokenStartIndex;
                last = objectStart + 1;
                firstName = null;
            }
        }

        return new JsonPlace
        {
            Start = last,
            End = (int)reader.TokenStartIndex,
            Depth = depth,
            ObjectStart = objectStart,
            FirstName = firstName,
            RootUnit = unit,
        };
    }

    private static string? Unit(ReadOnlySpan<byte> text, int name)
    {
        var line = text[..name];
        var start = line.LastIndexOf((byte)'\n') + 1;
        return start > 0 && start < name && line[start..].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 ? System.Text.Encoding.UTF8.GetString(line[start..]) : null;
    }
}
