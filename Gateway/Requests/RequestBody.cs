using System.Buffers;
using LocalAi.Gateway.Errors;

namespace LocalAi.Gateway.Requests;

/// <summary>A request's body in rented memory, kept until the request ends so that it can be sent again.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly BodyBudget _budget;
    private readonly int _charged;
    private byte[] _bytes;

    private RequestBody(byte[] bytes, int length, BodyBudget budget, int charged)
    {
        _bytes = bytes;
        Length = length;
        _budget = budget;
        _charged = charged;
    }

    public int Length { get; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <exception cref="OpenAiErrorException">The body is too large, or too many are held already.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, BodyBudget budget)
    {
        var announced = request.ContentLength;
        if (announced > limit)
        {
            throw TooLarge(limit);
        }

        var charged = (int)(announced ?? limit);
        if (!budget.TryTake(charged))
        {
            throw new OpenAiErrorException(OpenAiError.TooMany("The gateway holds as many request bodies as it may. Try again.", "gateway_busy", TimeSpan.FromSeconds(1)));
        }

        var buffer = ArrayPool<byte>.Shared.Rent(announced is { } size ? Math.Max((int)size, 1) : 4096);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
                length = Append(ref buffer, length, read.Buffer, limit);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return new RequestBody(buffer, length, budget, charged);
                }
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            Release();
            throw TooLarge(limit);
        }
        catch
        {
            Release();
            throw;
        }

        void Release()
        {
            ArrayPool<byte>.Shared.Return(buffer);
            budget.Return(charged);
        }
    }

    /// <summary>A copy that lives on its own. It is not charged again: copies are few and short of the budget they came from.</summary>
    public RequestBody Copy()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(Length, 1));
        Span.CopyTo(bytes);
        return new RequestBody(bytes, Length, _budget, 0);
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _budget.Return(_charged);
        }
    }

    private static int Append(ref byte[] buffer, int length, ReadOnlySequence<byte> read, int limit)
    {
        var total = length + read.Length;
        if (total > limit)
        {
            throw TooLarge(limit);
        }

        if (total > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit, Math.Max(total, buffer.Length * 2L)));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        read.CopyTo(buffer.AsSpan(length));
        return (int)total;
    }

    private static OpenAiErrorException TooLarge(int limit) => new(new OpenAiError(
        StatusCodes.Status413PayloadTooLarge,
        $"The body is larger than {limit / (1024 * 1024.0):0.##} MiB, the limit of Gateway:MaxBodyBytes.",
        "invalid_request_error",
        "request_too_large"));
}
