using System.Buffers.Binary;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval;

/// <summary>All that the index takes in of a chunk, as a number: its text and heading by their hash, and the title and path of its document.</summary>
internal static class ChunkStamp
{
    private const ulong TitleFactor = 0x9E3779B97F4A7C15;
    private const ulong PathFactor = 0xC2B2AE3D27D4EB4F;

    /// <param name="hash">SHA-256 of heading and text.</param>
    /// <param name="title">Title of the document as Postgres has it.</param>
    /// <param name="path">Its path as Postgres has it.</param>
    public static ulong Of(ReadOnlySpan<byte> hash, ReadOnlySpan<char> title, ReadOnlySpan<char> path) =>
        BinaryPrimitives.ReadUInt64LittleEndian(hash) ^ (TermHash.Word(title) * TitleFactor) ^ (TermHash.Word(path) * PathFactor);
}
