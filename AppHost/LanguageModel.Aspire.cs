namespace LocalAi.AppHost;

internal static class LanguageModel
{
    /// <summary>The container needs nothing more; Docker would make a missing models folder as root.</summary>
    public static IResourceBuilder<ContainerResource> WithLocalModels(this IResourceBuilder<ContainerResource> llm, Settings settings)
    {
        if (llm.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            Directory.CreateDirectory(settings.ModelsFolder);
        }

        return llm;
    }
}
