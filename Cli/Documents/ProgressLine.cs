using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary>A bar that moves in place on a terminal; a line now and then in a pipe. On standard error: standard output holds the result.</summary>
internal sealed class ProgressLine(Output output, TimeProvider time)
{
    private const int BarCells = 24;
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RichPause = TimeSpan.FromMilliseconds(66);

    private long? _last;
    private string _phase = "";
    private bool _visible;

    public void Show(JobStatus job)
    {
        var progress = job.Progress;
        var pause = output.RichError ? RichPause : PlainPause;
        if (_last is { } last && progress.Phase == _phase && time.GetElapsedTime(last) < pause)
        {
            return;
        }

        (_last, _phase) = (time.GetTimestamp(), progress.Phase);
        var counts = $"{progress.FilesDone}/{progress.FilesTotal} files, {Printable.Bytes(progress.BytesDone)}/{Printable.Bytes(progress.BytesTotal)}";
        if (!output.RichError)
        {
            output.Error.WriteLine($"{progress.Phase}: {counts}");
            return;
        }

        var line = $"{Bar(Share(progress))} {progress.Phase}  {counts}  {Printable.OneLine(progress.CurrentFile ?? "")}";
        output.Error.Write($"\r{CellWidth.Fit(line, Output.Width - 1)}\e[K");
        _visible = true;
    }

    public void Clear()
    {
        if (_visible)
        {
            output.Error.Write("\r\e[K");
            _visible = false;
        }
    }

    /// <summary>Bytes say more than files; without bytes (all empty, or still scanning) files count. 0 to 1.</summary>
    private static double Share(JobProgress progress) => progress switch
    {
        { BytesTotal: > 0 } => Math.Clamp((double)progress.BytesDone / progress.BytesTotal, 0, 1),
        { FilesTotal: > 0 } => Math.Clamp((double)progress.FilesDone / progress.FilesTotal, 0, 1),
        _ => 0,
    };

    private static string Bar(double share)
    {
        var full = (int)Math.Round(share * BarCells);
        return $"[{new string('█', full)}{new string('░', BarCells - full)}] {share * 100,3:0} %";
    }
}
