using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Reading;

/// <summary>Opens Office files safely: their zip is unpacked once into nothing, counted, before anything believes its headers.</summary>
internal static class OfficePackage
{
    private const int MostEntries = 10_000;
    private const long MostBytes = 200L << 20;
    private const long MostRatio = 200;
    private const long SmallEntry = 1 << 20;
    private const long MostCharactersInPart = 64L << 20;

    /// <summary>Runs <paramref name="read"/> over the opened file and turns what is wrong with it into a reason.</summary>
    public static T Open<T>(SourceFile file, Func<MemoryStream, OpenSettings, T> read, CancellationToken cancellationToken)
    {
        // An encrypted Office file is an OLE container, not a zip.
        if (file.Content is [0xD0, 0xCF, 0x11, 0xE0, ..])
        {
            throw new UnreadableFileException(ProblemCodes.Encrypted, "The file is encrypted or in the format before 2007; save it as ." + file.Type + " without a password.");
        }

        try
        {
            Measure(file.Content, cancellationToken);
            using var stream = new MemoryStream(file.Content, writable: false);
            return read(stream, new OpenSettings { AutoSave = false, MaxCharactersInPart = MostCharactersInPart });
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or OpenXmlPackageException or FileFormatException
            or FormatException or ArgumentException or InvalidOperationException or NullReferenceException or KeyNotFoundException or IOException)
        {
            // The SDK follows the file's own references and fails in many ways when they lead nowhere.
            throw new UnreadableFileException(ProblemCodes.Broken, "The file is broken: " + broken.Message.Split('\n')[0].Trim());
        }
    }

    private static void Measure(byte[] content, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        if (archive.Entries.Count > MostEntries)
        {
            throw Bomb($"it has more than {MostEntries} parts");
        }

        var buffer = new byte[64 * 1024];
        long total = 0;
        foreach (var entry in archive.Entries)
        {
            long size = 0;
            using var part = entry.Open();
            for (var read = part.Read(buffer); read > 0; read = part.Read(buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                size += read;
                total += read;
                if (total > MostBytes)
                {
                    throw Bomb($"it unpacks to more than {MostBytes >> 20} MB");
                }

                if (size > SmallEntry && size > entry.CompressedLength * MostRatio)
                {
                    throw Bomb($"a part unpacks to more than {MostRatio} times its size");
                }
            }
        }
    }

    private static UnreadableFileException Bomb(string how) => new(ProblemCodes.Bomb, $"The file is refused: {how}.");
}
