using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>One numbered SQL file of a service.</summary>
internal sealed record Migration(int Version, string Name, string Sql, string Checksum)
{
    /// <summary>The migrations of a schema in order. Names are <c>0001_create_documents.sql</c>; numbers start at 1 without gaps.</summary>
    /// <exception cref="InvalidOperationException">A name has no number, or a number is missing or double.</exception>
    public static IReadOnlyList<Migration> ReadAll(Assembly assembly, string schema)
    {
        var files = Files(assembly, $"Migrations/{schema}/");
        var prefix = files.Count > 0 ? $"Migrations/{schema}/" : "Migrations/";
        var migrations = (files.Count > 0 ? files : Files(assembly, prefix))
            .Order(StringComparer.Ordinal)
            .Select(n => Read(assembly, prefix, n))
            .ToList();
        for (var i = 0; i < migrations.Count; i++)
        {
            if (migrations[i].Version != i + 1)
            {
                throw new InvalidOperationException($"Migration {migrations[i].Name} stands where number {i + 1:0000} belongs.");
            }
        }

        return migrations;
    }

    private static List<string> Files(Assembly assembly, string prefix) =>
        [.. assembly.GetManifestResourceNames().Where(n =>
            n.StartsWith(prefix, StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal) && !n.AsSpan(prefix.Length).Contains('/'))];

    private static Migration Read(Assembly assembly, string prefix, string resource)
    {
        var name = resource[prefix.Length..^".sql".Length];
        if (name.Length < 6 || name[4] != '_' || !int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw new InvalidOperationException($"Migration '{name}' must be named 0001_what_it_does.sql.");
        }

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Migration(version, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}
