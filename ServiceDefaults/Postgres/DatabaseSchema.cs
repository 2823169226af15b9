using System.Reflection;

namespace LocalAi.ServiceDefaults.Postgres;

/// <param name="ConnectionName">Name of the connection string, for example <c>localai</c>.</param>
/// <param name="Name">The schema the service owns, for example <c>rag</c>.</param>
/// <param name="Assembly">Assembly with the embedded files <c>Migrations/0001_name.sql</c>.</param>
internal sealed record DatabaseSchema(string ConnectionName, string Name, Assembly Assembly);
