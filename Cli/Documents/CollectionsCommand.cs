using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Connection;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary><c>ai collections …</c></summary>
internal static class CollectionsCommand
{
    private const int ShownDocuments = 200;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = Language.Pick("The collection", "컬렉션 이름") };
        var yes = new Option<bool>("--yes", "-y") { Description = Language.Pick("Do not ask", "묻지 않기") };

        var list = new Command("list", Language.Pick("All collections", "모든 컬렉션"));
        list.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        var show = new Command("show", Language.Pick("A collection, its documents and unreadable files", "컬렉션과 문서, 읽지 못한 파일")) { name };
        show.Run((parse, context, cancellationToken) => ShowAsync(parse.GetRequiredValue(name), context, cancellationToken));
        var delete = new Command("delete", Language.Pick("Forget a collection; files are not touched", "컬렉션 지우기(파일은 그대로)")) { name, yes };
        delete.Run((parse, context, cancellationToken) => DeleteAsync(parse.GetRequiredValue(name), parse.GetValue(yes), context, cancellationToken));
        var verify = new Command("verify", Language.Pick("Compare the index with the database and mend it", "색인을 데이터베이스와 비교하고 고치기")) { name };
        verify.Run((parse, context, cancellationToken) =>
            MaintainAsync(context.Services.Rag.VerifyAsync(new MaintenanceRequest(parse.GetRequiredValue(name)), cancellationToken), context, cancellationToken));
        var rebuild = new Command("rebuild", Language.Pick("Make the index again from the database", "데이터베이스에서 색인 다시 만들기")) { name };
        rebuild.Run((parse, context, cancellationToken) =>
            MaintainAsync(context.Services.Rag.RebuildAsync(new MaintenanceRequest(parse.GetRequiredValue(name)), cancellationToken), context, cancellationToken));
        var command = new Command("collections", Language.Pick("Indexed documents", "색인된 문서")) { list, show, delete, verify, rebuild };
        command.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var all = await Pages.ReadAllAsync(context.Services.Rag.ListCollectionsAsync, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, all, OutputJson.Readable.IReadOnlyListCollectionSummary);
        }

        if (all.Count == 0)
        {
            context.Output.WriteLine(Language.Pick("There is no collection yet. Make one: ai --index FOLDER", "아직 컬렉션이 없습니다. 만들기: ai --index 폴더"));
            return ExitCodes.Ok;
        }

        var table = new Table("NAME", "DOCUMENTS", "UNREADABLE", "CHUNKS", "VECTORS", "EMBEDDING", "INDEX");
        foreach (var c in all)
        {
            table.Add(c.Name, $"{c.Documents}", $"{c.Unreadable}", $"{c.Chunks}", $"{c.Vectors}", Embedding(c), c.Index);
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    private static async Task<int> ShowAsync(string name, CommandContext context, CancellationToken cancellationToken)
    {
        var collection = await context.Services.Rag.GetCollectionAsync(name, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, collection, OutputJson.Readable.CollectionSummary);
        }

        context.Output.WriteLine($"{collection.Name}: {collection.Documents} documents, {collection.Chunks} chunks, {collection.Vectors} vectors, {Embedding(collection)}, index {collection.Index}");
        var documents = await context.Services.Rag.ListDocumentsAsync(name, "indexed", null, cancellationToken);
        foreach (var document in documents.Items.Take(ShownDocuments))
        {
            context.Output.WriteLine($"  {Printable.OneLine(document.Path)}  {Printable.Bytes(document.Bytes)}, {document.Chunks} chunks");
        }

        if (collection.Documents > Math.Min(documents.Items.Count, ShownDocuments))
        {
            context.Output.WriteLine($"  … {collection.Documents - Math.Min(documents.Items.Count, ShownDocuments)} more");
        }

        var unreadable = await context.Services.Rag.ListDocumentsAsync(name, "unreadable", null, cancellationToken);
        if (unreadable.Items.Count > 0)
        {
            context.Output.WriteLine($"unreadable: {collection.Unreadable}");
            foreach (var document in unreadable.Items.Take(ShownDocuments))
            {
                context.Output.WriteLine($"  {Printable.OneLine(document.Path)}: {Printable.OneLine(document.Reason ?? document.Code ?? "?")}");
            }
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> DeleteAsync(string name, bool yes, CommandContext context, CancellationToken cancellationToken)
    {
        if (!yes)
        {
            if (Console.IsInputRedirected)
            {
                throw CliException.Usage($"Deleting {name} needs --yes when nobody can be asked.");
            }

            context.Output.Write(Language.Pick($"Forget collection {name}? Your files stay. [y/N] ", $"컬렉션 {name}을(를) 지울까요? 파일은 남습니다. [y/N] "));
            if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes" or "예"))
            {
                return ExitCodes.Error;
            }
        }

        await context.Services.Rag.DeleteCollectionAsync(name, cancellationToken);
        context.Output.WriteLine(Language.Pick($"{name} is gone.", $"{name}을(를) 지웠습니다."));
        return ExitCodes.Ok;
    }

    private static async Task<int> MaintainAsync(Task<JobStatus> start, CommandContext context, CancellationToken cancellationToken)
    {
        var job = await JobFollower.FollowAsync(await start, context, cancellationToken);
        return context.Json ? JsonOutput.Write(context.Output, job, OutputJson.Readable.JobStatus) : JobReport.Write(job, context);
    }

    private static string Embedding(CollectionSummary collection) =>
        collection.Embedding is { } by ? $"{by.Engine}/{by.Model} ({by.Dim})" : "words only";
}
