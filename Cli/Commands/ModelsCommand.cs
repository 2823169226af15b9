using System.CommandLine;
using LocalAi.Cli.Chat;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Gateway;

namespace LocalAi.Cli.Commands;

/// <summary><c>ai models …</c></summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("model") { Description = "auto, chat-7b, code-7b" };
        var list = new Command("list", Language.Pick("Models, where they are served, and whether they are ready", "모델과 제공 위치, 준비 상태"));
        list.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        var use = new Command("use", Language.Pick("Choose the model that is asked from now on", "앞으로 쓸 모델 고르기")) { name };
        use.Run((parse, context, cancellationToken) => UseAsync(parse.GetRequiredValue(name), context, cancellationToken));
        var load = new Command("load", Language.Pick("Load a model now, so that the next answer starts at once", "모델을 미리 메모리에 올리기")) { name };
        load.Run(async (parse, context, cancellationToken) => Loaded(await LoadAsync(parse.GetRequiredValue(name), context, cancellationToken), context));
        var unload = new Command("unload", Language.Pick("Free the memory of a model", "모델을 메모리에서 내리기")) { name };
        unload.Run(async (parse, context, cancellationToken) =>
        {
            await context.Services.GatewayAdmin.UnloadModelAsync(parse.GetRequiredValue(name), cancellationToken);
            context.Output.WriteLine($"{parse.GetRequiredValue(name)}: unloaded");
            return ExitCodes.Ok;
        });
        var pull = new Command("pull", Language.Pick("How to get a model", "모델을 구하는 방법")) { name };
        pull.Run((parse, context, _) => throw new CliException(
            ExitCodes.Error,
            $"ai does not download models; {parse.GetValue(name)} has to come from you.",
            $"Put a .gguf file into {Path.Combine(context.DataFolderPath, "models")} (or set Models__Folder), then: ai models list"));
        var command = new Command("models", Language.Pick("Language models", "언어 모델")) { list, use, load, unload, pull };
        command.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var models = await context.Services.GatewayAdmin.ListModelsAsync(cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, models, OutputJson.Readable.GatewayModelList);
        }

        var chosen = ChosenModel.Read(context.DataFolderPath);
        var table = new Table("MODEL", "READY", "UPSTREAM", "ITS MODEL", "STATE");
        foreach (var model in models.Models)
        {
            var label = model.Id == chosen ? model.Id + " *" : model.Id;
            if (model.Upstreams.Count == 0)
            {
                table.Add(label, model.Ready ? "yes" : "no", "-", "-", "");
            }

            foreach (var upstream in model.Upstreams)
            {
                table.Add(label, model.Ready ? "yes" : "no", upstream.Upstream, upstream.Model, upstream.Detail is { } why ? $"{upstream.State}: {why}" : upstream.State);
            }
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }

    private static async Task<int> UseAsync(string name, CommandContext context, CancellationToken cancellationToken)
    {
        var known = (await context.Services.Gateway.ListModelsAsync(cancellationToken)).Data.Select(model => model.Id).ToList();
        if (name != ChosenModel.Default && !known.Contains(name))
        {
            throw new CliException(ExitCodes.NoModel, $"There is no model {name}.", $"There are: {string.Join(", ", known.Prepend(ChosenModel.Default).Distinct())}");
        }

        ChosenModel.Write(context.DataFolderPath, name);
        context.Output.WriteLine(Language.Pick($"From now on questions go to {name}.", $"이제부터 {name}에 묻습니다."));
        return ExitCodes.Ok;
    }

    private static async Task<PrewarmResult> LoadAsync(string name, CommandContext context, CancellationToken cancellationToken)
    {
        await using (new Waiting(context.Output, Language.Pick($"loading {name}", $"{name} 올리는 중")))
        {
            return await context.Services.GatewayAdmin.LoadModelAsync(name, cancellationToken);
        }
    }

    private static int Loaded(PrewarmResult result, CommandContext context)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, result, OutputJson.Readable.PrewarmResult);
        }

        foreach (var model in result.Models.Where(_ => !context.Json))
        {
            context.Output.WriteLine(model.Ready
                ? $"{model.Model}: ready on {Printable.OneLine(model.Upstream ?? "?")} after {model.Seconds:0.0} s"
                : $"{model.Model}: not ready: {Printable.OneLine(model.Detail ?? "no upstream has it")}");
        }

        return result.Models.All(model => model.Ready) ? ExitCodes.Ok : ExitCodes.NoModel;
    }
}
