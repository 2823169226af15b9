using System.Globalization;

namespace LocalAi.AppHost;

internal static class LanguageModel
{
    /// <summary>Runs llama.cpp on this machine: llama-server where it is installed, else our Node sidecar Inference/.</summary>
    public static IResourceBuilder<ContainerResource> WithLocalModels(this IResourceBuilder<ContainerResource> llm, Settings settings)
    {
        var port = llm.GetEndpoint("http").Property(EndpointProperty.Port);
        var inference = Path.GetFullPath("../Inference", llm.ApplicationBuilder.AppHostDirectory);

        // More threads than free cores make llama.cpp spin: half of them, 4 at most.
        var threads = Math.Clamp(Environment.ProcessorCount / 2, 1, 4).ToString(CultureInfo.InvariantCulture);
        llm.GetEndpoint("http").EndpointAnnotation.TargetHost = "127.0.0.1";
        return llm
            .RunsAs(new NativeProgram
            {
                Command = "llama-server",
                Args = ["--models-dir", settings.ModelsFolder, "--models-max", "2", "--host", "127.0.0.1", "--port", port, "--threads", threads],
                Missing = () => MissingModel(settings.ModelsFolder),
            })
            .RunsAs(new NativeProgram
            {
                Command = "node",
                Args = [Path.Combine(inference, "server.mjs")],
                WorkingDirectory = inference,
                Environment = new Dictionary<string, object>
                {
                    ["PORT"] = port,
                    ["LOCALAI_MODELS"] = settings.ModelsFolder,
                    ["LOCALAI_THREADS"] = threads,
                },
                Missing = () => MissingModel(settings.ModelsFolder),
                Install = new NativeInstall(
                    () => IsInstalled(Path.Combine(inference, "node_modules")),
                    "node", Path.Combine(inference, "install.mjs")),
            });
    }

    // The library, and at least one of its prebuilt binaries.
    private static bool IsInstalled(string modules) =>
        File.Exists(Path.Combine(modules, "node-llama-cpp", "package.json"))
        && Directory.Exists(Path.Combine(modules, "@node-llama-cpp")) && Directory.EnumerateDirectories(Path.Combine(modules, "@node-llama-cpp")).Any();

    private static string? MissingModel(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.gguf").Any()
            ? null
            : $"No model: put GGUF files into {folder}, for example chat-7b.gguf and code-7b.gguf; it starts by itself then.";
}
