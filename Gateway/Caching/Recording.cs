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
    private readonly Lock _gate = new();
    private readonly List<AnswerPart> _parts = [];
    private readonly Dictionary<RecordingReader, int> _readers = [];
    private TaskCompletionSource _changed = NewSignal();
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
                Trim();
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
                _readers[reader] = position + 1;
                return new ReadResult { Part = _parts[position - _dropped] };
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

    private void Trim()
    {
        var slowest = _readers.Count == 0 ? int.MaxValue : _readers.Values.Min();

        // Up to the slowest reader, and beyond when holding for it would cost more than two answers may.
        while (_parts.Count > 1 && (_dropped < slowest || _held > 2L * limit))
        {
            _held -= _parts[0].Bytes.Length;
            _parts.RemoveAt(0);
            _dropped++;
        }
    }
}
