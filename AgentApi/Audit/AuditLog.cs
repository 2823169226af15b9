using System.Threading.Channels;
using Dapper;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Audit;

/// <summary>
/// Takes one record per attempt and hands them to <see cref="AuditWriter"/>. Records wait in memory while Postgres is away, at most 10,000;
/// when that is full, tools are refused rather than left unrecorded.
/// </summary>
internal sealed partial class AuditLog(Database database, TimeProvider time, ILogger<AuditLog> logger)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditEvent> _events = Channel.CreateUnbounded<AuditEvent>(new UnboundedChannelOptions { SingleReader = true });
    private TaskCompletionSource _wrote = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>True when no more attempts may be started: their records would have no room.</summary>
    public bool IsFull => database.IsConfigured && Volatile.Read(ref _waiting) >= Capacity;

    /// <summary>Records that are not in Postgres yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    internal ChannelReader<AuditEvent> Events => _events.Reader;

    /// <summary>Never waits and never fails. Without a configured database the record goes to the log.</summary>
    public void Append(AuditRecord record)
    {
        if (!database.IsConfigured)
        {
            LogOnly(logger, record.User, record.Transport, record.Tool, record.Decision, record.Outcome, record.Arguments);
            return;
        }

        // Started attempts may overshoot the capacity by what ran at that moment: bounded by the concurrency tiers.
        // Refused ones are dropped at twice the capacity, so a flood of them cannot fill the memory.
        if (Interlocked.Increment(ref _waiting) > Capacity * 2 && record.Decision == "denied")
        {
            Interlocked.Decrement(ref _waiting);
            LogOnly(logger, record.User, record.Transport, record.Tool, record.Decision, record.Outcome, record.Arguments);
            return;
        }

        _events.Writer.TryWrite(new AuditEvent(record, null));
    }

    /// <summary>Ends when everything appended before is in Postgres.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!database.IsConfigured || Volatile.Read(ref _waiting) == 0)
        {
            return;
        }

        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Writer.TryWrite(new AuditEvent(null, written));
        await written.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Notes durably that a call is about to run.</summary>
    /// <exception cref="DatabaseUnavailableException">It could not be noted: the call must not run.</exception>
    public async Task WriteIntentAsync(AuditRecord record, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (IsFull)
        {
            throw new DatabaseUnavailableException("The audit cannot be written and its memory is full.");
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO agent.tool_intents (id, at, deadline, user_name, role, key_id, session_id, transport, tool, sensitivity, arguments, approval_id)
                VALUES (@Id, @At, @Deadline, @User, @Role, @KeyId, @SessionId, @Transport, @Tool, @Sensitivity, @Arguments, @ApprovalId)
                """,
                new
                {
                    record.Id,
                    record.At,
                    Deadline = time.GetUtcNow() + timeout + Grace,
                    record.User,
                    record.Role,
                    record.KeyId,
                    record.SessionId,
                    record.Transport,
                    record.Tool,
                    record.Sensitivity,
                    record.Arguments,
                    record.ApprovalId,
                },
                commandTimeout: 5,
                cancellationToken: cancellationToken));
        }
        catch (Npgsql.NpgsqlException away)
        {
            throw new DatabaseUnavailableException("The call could not be recorded, so it was not made.", away);
        }
    }

    /// <summary>Waits a moment for room: a burst that is faster than Postgres is slowed down to its pace, not refused.</summary>
    /// <returns>False when Postgres does not take the records.</returns>
    public async ValueTask<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (IsFull)
        {
            var wrote = Volatile.Read(ref _wrote).Task;
            var left = Patience - time.GetElapsedTime(start);
            if (!IsFull)
            {
                break;
            }

            try
            {
                await wrote.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return true;
    }

    internal void ReportWritten(int records)
    {
        Interlocked.Add(ref _waiting, -records);
        Interlocked.Exchange(ref _wrote, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    [LoggerMessage(EventId = 520, Level = LogLevel.Information, Message = "audit: {User} {Transport} {Tool} {Decision} {Outcome} {Arguments}")]
    private static partial void LogOnly(ILogger logger, string user, string transport, string tool, string decision, string outcome, string arguments);
}
