using System.Text;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>A resource's output on disk: logs/{name}.log and three older ones, 5 MB each. A full disk stops the file, not the program.</summary>
internal sealed class RotatingLog(string folder, string name) : IDisposable
{
    private const long LargestBytes = 5 << 20;
    private const int OlderFiles = 3;

    private readonly Lock _gate = new();
    private StreamWriter? _writer;
    private long _written;
    private bool _isBroken;

    public void Write(ConsoleLine line)
    {
        lock (_gate)
        {
            if (_isBroken)
            {
                return;
            }

            try
            {
                var writer = _writer ??= Open();
                var text = $"{line.Time:yyyy-MM-ddTHH:mm:ss.fffZ} {(line.IsError ? "E" : " ")} {line.Text}";
                writer.WriteLine(text);
                writer.Flush();
                _written += text.Length + 1;
                if (_written >= LargestBytes)
                {
                    Rotate();
                }
            }
            catch (IOException)
            {
                // The lines are still kept in memory for the dashboard; the next start of the host tries the file again.
                _isBroken = true;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isBroken = true;
            try
            {
                _writer?.Dispose();
            }
            catch (IOException)
            {
                // What could not be flushed is lost with the disk that is full.
            }
        }
    }

    private string File(int age) => Path.Combine(folder, age == 0 ? $"{name}.log" : $"{name}.{age}.log");

    private StreamWriter Open()
    {
        var stream = new FileStream(File(0), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _written = stream.Length;
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1024);
    }

    private void Rotate()
    {
        _writer?.Dispose();
        _writer = null;
        for (var age = OlderFiles; age > 0; age--)
        {
            if (System.IO.File.Exists(File(age - 1)))
            {
                System.IO.File.Move(File(age - 1), File(age), overwrite: true);
            }
        }
    }
}
