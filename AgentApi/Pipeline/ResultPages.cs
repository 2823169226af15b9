using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Pipeline;

/// <summary>
/// Cuts long results and keeps the rest for ten minutes: the argument <c>cursor</c> of the same tool, sent by the same user, reads on without running
/// the tool again. Bounded to 32 MB; the oldest go first.
/// </summary>
internal sealed class ResultPages(IOptions<AgentOptions> options, TimeProvider time)
{
    private const string Prefix = "page-";
    private const int MaxResultCharacters = 2 << 20;
    private const long MaxCharacters = 16 << 20;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private long _characters;

    /// <summary>The page a call's cursor asks for; null when the call has no cursor of ours.</summary>
    /// <exception cref="ToolException">The cursor is unknown, expired, or somebody else's.</exception>
    public ToolResult? Find(ToolRequest request)
    {
        if (!request.Arguments.TryGetProperty("cursor", out var value) || value.ValueKind != System.Text.Json.JsonValueKind.String
            || value.GetString() is not { } cursor || !cursor.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var colon = cursor.IndexOf(':', StringComparison.Ordinal);
        lock (_gate)
        {
            // The number parser takes a NUL behind a number for nothing.
            if (colon < 0 || cursor.Contains('\0', StringComparison.Ordinal)
                || !int.TryParse(cursor.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                || !_kept.TryGetValue(cursor[..colon], out var kept)
                || kept.User != request.Caller.User || kept.Tool != request.Tool || kept.Expires < time.GetUtcNow() || from > kept.Text.Length)
            {
                return Missing;
            }

            return Page(kept.Text, from, cursor[..colon], kept.Untrusted);
        }
    }

    /// <summary>The result with at most the configured bytes of text, cleaned of control characters.</summary>
    public ToolResult Cut(ToolRequest request, ToolResult result)
    {
        var text = TerminalText.Clean(result.Text);
        if (Encoding.UTF8.GetByteCount(text) <= options.Value.MaxResultBytes)
        {
            return ReferenceEquals(text, result.Text) ? result : result with { Text = text };
        }

        if (text.Length > MaxResultCharacters)
        {
            text = string.Concat(text.AsSpan(0, MaxResultCharacters), "\n[cut: the result was longer than can be kept]");
        }

        var id = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        Keep(id, new Kept(request.Caller.User, request.Tool, text, result.Untrusted, time.GetUtcNow() + Lifetime));
        var first = Page(text, 0, id, result.Untrusted);

        // The structure repeats the text or is as long: only what says how to go on is left.
        return first with { Images = result.Images, Structured = result.Structured is null ? null : new JsonObject { ["truncated"] = true, ["cursor"] = first.NextCursor } };
    }

    private static ToolResult Missing => new() { Text = "This cursor is not known or no longer valid: call the tool again without it." };

    private ToolResult Page(string text, int from, string id, bool untrusted)
    {
        var end = from;
        for (var bytes = 0; end < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out var rune, out var length);
            bytes += rune.Utf8SequenceLength;
            if (bytes > options.Value.MaxResultBytes)
            {
                break;
            }

            end += length;
        }

        var more = end < text.Length;
        return new ToolResult
        {
            Text = text[from..end],
            Truncated = more,
            NextCursor = more ? string.Create(CultureInfo.InvariantCulture, $"{id}:{end}") : null,
            Untrusted = untrusted,
        };
    }

    private void Keep(string id, Kept kept)
    {
        lock (_gate)
        {
            _kept[id] = kept;
            _order.Enqueue(id);
            _characters += kept.Text.Length;
            while (_order.TryPeek(out var oldest) && (_characters > MaxCharacters || _kept[oldest].Expires < time.GetUtcNow()))
            {
                _order.Dequeue();
                _characters -= _kept[oldest].Text.Length;
                _kept.Remove(oldest);
            }
        }
    }

    private sealed record Kept(string User, string Tool, string Text, bool Untrusted, DateTimeOffset Expires);
}
