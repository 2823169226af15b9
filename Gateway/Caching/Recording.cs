using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Relaying;

namespace LocalAi.Gateway.Caching;

/// <summary>
/// An answer that is written once and read by many, while it is written and after. Within <paramref name="limit"/> it is kept whole; an answer
/// that grows beyond is no longer repeated: parts that all its readers have are dropped, and a reader that lags too far is cut off.
/// </summary>
/// <param name="limit">Bytes.</param>
internal sealed class Recording(int limit)
{
    private static readonly TimeSpan SlowestReader = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<AnswerPart> _parts = [];
    private readonly Dictionary<RecordingReader, int> _readers = [];
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource? _room;
    private int _dropped;
    private long _held;
    private bool _isOversize;
    private bool _isDeserted;

    public AnswerHead? Head { get; private set; }

    public bool IsComplete { get; private set; }

    /// <summary>Why the answer is not whole, or null.</summary>
    public OpenAiError? Error { get; private set; }

    /// <summary>Bytes of all parts together.</summary>
    public long Length { get; private set; }

    /// <summary>Complete, without an error, and small enough to be repeated.</summary>
    public bool IsRepeatable
    {
        get
        {
            lock (_gate)
            {
                return IsComplete && Error is null && !_isOversize;
            }
        }
    }

    /// <summary>Raised when the last reader has left before the end.</summary>
    public event Action? Deserted;

    public void Start(AnswerHead head)
    {
        lock (_gate)
        {
            Head ??= head;
            Signal();
        }
    }

    public void Append(AnswerPart part)
    {
        lock (_gate)
        {
            _parts.Add(part);
            _held += part.Bytes.Length;
            Length += part.Bytes.Length;
            if (Length > limit)
            {
                _isOversize = true;
                Trim(_readers.Count == 0 ? int.MaxValue : _readers.Values.Min());
            }

            Signal();
        }
    }

    public void Complete(OpenAiError? error)
    {
        lock (_gate)
        {
            IsComplete = true;
            Error = error;
            Signal();
        }
    }

    /// <summary>A reader from the beginning; null when the beginning is no longer there or the answer failed.</summary>
    public RecordingReader? Join()
    {
        lock (_gate)
        {
            if (_isOversize || _isDeserted || Error is not null)
            {
                return null;
            }

            var reader = new RecordingReader(this);
            _readers.Add(reader, 0);
            return reader;
        }
    }

    internal void Leave(RecordingReader reader)
    {
        bool deserted;
        lock (_gate)
        {
            deserted = _readers.Remove(reader) && _readers.Count == 0 && !IsComplete;
            _isDeserted |= deserted;
        }

        if (deserted)
        {
            Deserted?.Invoke();
        }
    }

    /// <summary>Ends when the readers have caught up, or when the slowest has kept the others waiting long enough; it is cut off then.</summary>
    public async ValueTask RoomAsync(CancellationToken cancellationToken)
    {
        Task room;
        lock (_gate)
        {
            if (!_isOversize || _held <= 2L * limit)
            {
                return;
            }

            _room ??= NewSignal();
            room = _room.Task;
        }

        await room.WaitAsync(SlowestReader, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!room.IsCompleted)
        {
            lock (_gate)
            {
                Trim(int.MaxValue);
            }
        }
    }

    /// <summary>What a reader has not seen yet, or the signal for more.</summary>
    internal ReadResult Next(RecordingReader reader)
    {
        lock (_gate)
        {
            var position = _readers[reader];
            if (position < _dropped)
            {
                return new ReadResult { IsCutOff = true };
            }

            if (position - _dropped < _parts.Count)
            {
                var part = _parts[position - _dropped];
                _readers[reader] = position + 1;
                if (_isOversize)
                {
                    Trim(_readers.Values.Min());
                }

                return new ReadResult { Part = part };
            }

            return IsComplete ? new ReadResult { IsEnd = true } : new ReadResult { More = _changed.Task };
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    /// <summary>Drops the parts before <paramref name="position"/>; room for more may come of it.</summary>
    private void Trim(int position)
    {
        var count = Math.Min(position - _dropped, _parts.Count);
        if (count <= 0)
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            _held -= _parts[i].Bytes.Length;
        }

        _parts.RemoveRange(0, count);
        _dropped += count;
        if (_held <= 2L * limit)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }
}
