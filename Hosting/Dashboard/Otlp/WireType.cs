namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Wire types of the protobuf encoding; groups (3 and 4) don't occur in proto3.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
