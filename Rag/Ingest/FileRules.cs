using System.Collections.Frozen;
using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Ingest;

/// <summary>What is refused by name and size alone, before a byte is read.</summary>
internal static class FileRules
{
    /// <summary>Folders that hold no documents of the user. Everything else is up to .gitignore and .localaiignore.</summary>
    private static readonly FrozenSet<string> SkippedFolders =
        new[] { ".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".vs", ".idea", ".gradle", ".terraform" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Archives =
        "zip tar gz tgz bz2 tbz xz txz zst 7z rar jar war ear nupkg snupkg whl egg iso dmg deb rpm apk cab lz4 br".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Binaries =
        ("png jpg jpeg gif bmp ico icns webp avif heic tif tiff psd mp3 mp4 m4a m4v mov avi mkv webm wav ogg flac exe dll so dylib a lib o obj pdb class pyc pyo pyd "
        + "bin dat db sqlite sqlite3 mdb gguf ggml safetensors onnx pt pth pkl npy npz parquet arrow ttf otf woff woff2 eot wasm suo cache swp pack idx node")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OldOffice = "doc xls ppt hwp hwpx odt ods odp rtf pages numbers key epub".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Keys = "pem pfx p12 jks keystore kdbx ppk".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SecretNames =
        new[] { ".netrc", ".pgpass", ".npmrc", ".pypirc", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".htpasswd", "credentials" }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsSkippedFolder(ReadOnlySpan<char> name) => SkippedFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>File type of a name: its extension without dot, lower case; empty without one.</summary>
    public static string TypeOf(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    /// <summary>Why a file is refused, or null when it may be read.</summary>
    public static DocumentProblem? Refusal(in FileEntry file, IngestOptions options)
    {
        var name = Path.GetFileName(file.Path);
        var type = TypeOf(name);
        return
            file.IsLink ? new("symlink", "Symbolic links are not followed; index the folder they point to.")
            : file.Bytes == 0 ? new(ProblemCodes.Empty, "The file is empty.")
            : Archives.Contains(type) ? new(ProblemCodes.Archive, "Archives are not opened; unpack them first.")
            : Binaries.Contains(type) ? new(ProblemCodes.Binary, $"Files of type .{type} hold no text.")
            : OldOffice.Contains(type) ? new("format", $"Files of type .{type} are not read; save as .docx, .xlsx, .pptx or .pdf.")
            : Keys.Contains(type) || SecretNames.Contains(name) || (name.StartsWith(".env", StringComparison.Ordinal) && !name.EndsWith("example", StringComparison.Ordinal))
                ? new("secret", "The file usually holds keys or passwords; it is not indexed.")
            : file.Bytes > (long)options.MaxFileMegabytes << 20
                ? new(ProblemCodes.TooLarge, $"The file has {file.Bytes >> 20} MB; at most {options.MaxFileMegabytes} MB are read (Rag:Ingest:MaxFileMegabytes).")
            : null;
    }
}
