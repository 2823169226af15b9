using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Ingest;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Rag.Answers;

/// <summary>Finds the documents that pass a question's filters.</summary>
internal sealed class FilterReader(Database database)
{
    /// <returns>Ids, or null when there is no filter.</returns>
    /// <exception cref="RequestProblemException">The path is no glob.</exception>
    public async Task<HashSet<long>?> ReadAsync(IReadOnlyList<long> collections, QueryFilters? filters, CancellationToken cancellationToken)
    {
        if (filters is null || (filters.Path ?? (object?)filters.Type ?? filters.Tags ?? filters.Documents ?? (object?)filters.ModifiedAfter ?? filters.ModifiedBefore) is null)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 10 };
        var conditions = new List<string>();
        Add("collection_id = ANY({0})", collections.ToArray());
        if (filters.Path is { } path)
        {
            // A glob without / means the file's name, wherever it stands.
            var anywhere = path.Contains('/', StringComparison.Ordinal) ? "" : "(?:.*/)?";
            var regex = "^" + anywhere + GlobRegex.Of(StorableText.Of(path).TrimStart('/')) + "$";

            // Names from a Mac are in decomposed letters: the same to the eye.
            Add(System.Text.Ascii.IsValid(regex) ? "path ~ {0}" : "normalize(path, NFC) ~ {0}", regex.Normalize());
        }

        if (filters.Type is { } types)
        {
            Add("type = ANY({0})", types.Select(t => StorableText.Of(t).TrimStart('.').ToLowerInvariant()).ToArray());
        }

        if (filters.Tags is { } tags)
        {
            Add("tags @> {0}", tags.Select(StorableText.Of).ToArray());
        }

        if (filters.Documents is { } ids)
        {
            Add("id = ANY({0})", ids.ToArray());
        }

        if (filters.ModifiedAfter is { } after)
        {
            Add("modified_ticks > {0}", after.UtcTicks);
        }

        if (filters.ModifiedBefore is { } before)
        {
            Add("modified_ticks < {0}", before.UtcTicks);
        }

        command.CommandText = "SELECT id FROM rag.documents WHERE state = 'indexed' AND " + string.Join(" AND ", conditions);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var found = new HashSet<long>();
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(reader.GetInt64(0));
            }

            return found;
        }
        catch (PostgresException wrong) when (wrong.SqlState == PostgresErrorCodes.InvalidRegularExpression)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "filters.path is no glob that can be used: " + wrong.MessageText + ".")
            {
                Field = "filters.path",
                Code = "invalid_request",
            };
        }

        void Add(string condition, object value)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
            conditions.Add(condition.Replace("{0}", "$" + command.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
    }
}
