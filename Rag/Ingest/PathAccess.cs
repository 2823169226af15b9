using System.Net;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Ingest;

/// <summary>Who may have which folder read: administrators on this machine, what exists and can be read, never system folders or LocalAi's own data.</summary>
internal sealed class PathAccess(IOptions<IngestOptions> options, IOptions<LocalAiOptions> localAi)
{
    private const int LongestPath = 4096;
    private static readonly string[] SystemFolders = ["/proc", "/sys", "/dev", "/run"];

    /// <summary>LocalAi's data folder, links resolved: never read, not even as a part of a larger folder.</summary>
    public string OwnData { get; } = RealPath.TryOf(DataFolder.Resolve(localAi.Value));

    /// <returns>The real absolute path, links resolved.</returns>
    /// <exception cref="RequestProblemException">Not allowed, not there or not readable.</exception>
    public string Check(string path, HttpContext context, string field)
    {
        if (!context.User.IsInRole(Roles.Admin) || context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            throw new RequestProblemException(
                StatusCodes.Status403Forbidden, "Only an administrator on this machine may index its folders; send documents instead.")
            {
                Field = field,
                Code = "path_forbidden",
            };
        }

        if (path.Length is 0 or > LongestPath || path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
        {
            throw Wrong(field, $"{field} must be an absolute path of at most {LongestPath} characters.", StatusCodes.Status400BadRequest);
        }

        var real = Resolve(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), field);
        CheckAllowed(real, field);
        CheckReadable(real, field);
        return real;
    }

    /// <summary>Whether a stored path may still be read: settings may have changed since.</summary>
    public bool IsAllowed(string path)
    {
        try
        {
            CheckAllowed(path, "path");
            return true;
        }
        catch (RequestProblemException)
        {
            return false;
        }
    }

    private static string Resolve(string path, string field)
    {
        try
        {
            return Path.Exists(path) ? RealPath.Of(path) : throw Wrong(field, $"{path} does not exist on this machine.", StatusCodes.Status400BadRequest);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong(field, $"{path} cannot be read: {unreadable.Message}", StatusCodes.Status400BadRequest);
        }
    }

    private void CheckAllowed(string path, string field)
    {
        if (path == "/" || SystemFolders.Any(s => IsUnder(path, s)))
        {
            throw Wrong(field, $"{path} is a system folder; it is not indexed.", StatusCodes.Status403Forbidden);
        }

        if (IsUnder(path, OwnData))
        {
            throw Wrong(field, $"{path} is in LocalAi's own data folder; it is not indexed.", StatusCodes.Status403Forbidden);
        }

        if (options.Value.Roots.Length > 0 && !options.Value.Roots.Any(root => IsUnder(path, RealPath.TryOf(Path.GetFullPath(root)))))
        {
            throw Wrong(field, $"{path} is outside the folders that may be indexed (Rag:Ingest:Roots).", StatusCodes.Status403Forbidden);
        }
    }

    private static void CheckReadable(string path, string field)
    {
        try
        {
            if (Directory.Exists(path))
            {
                _ = Directory.EnumerateFileSystemEntries(path).Any();
            }
            else if ((File.GetAttributes(path) & FileAttributes.Device) == 0 && new FileInfo(path).Length > 0)
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong(field, $"{path} cannot be read: {unreadable.Message}", StatusCodes.Status400BadRequest);
        }
    }

    private static bool IsUnder(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar || folder.EndsWith(Path.DirectorySeparatorChar));

    private static RequestProblemException Wrong(string field, string detail, int status) =>
        new(status, detail) { Field = field, Code = status == StatusCodes.Status403Forbidden ? "path_forbidden" : "path_invalid" };
}
