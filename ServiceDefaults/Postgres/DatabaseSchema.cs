using System.Reflection;

namespace LocalAi.ServiceDefaults.Postgres;

/// <param name="ConnectionName">Name of the connection string, for example <c>localai</c>.</param>
/// <param name="Names">The schemas the service owns, for example <c>rag</c>.</param>
/// <param name="Assembly">Assembly with the embedded files <c>Migrations/{schema}/0001_name.sql</c>, or <c>Migrations/0001_name.sql</c> when it owns one schema.</param>
internal sealed record DatabaseSchema(string ConnectionName, IReadOnlyList<string> Names, Assembly Assembly);
