using System.Text.Json;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;
using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Validation;

/// <summary>Says what a text would touch, without running it: Python by its own parser, bash by <c>bash -n</c> and its words. Both parsers run in the sandbox.</summary>
internal sealed class CodeValidator(SandboxRunner sandbox, WorkspaceList workspaces)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly Lazy<string> PythonAnalysis = new(ReadScript);

    /// <exception cref="SandboxUnavailableException">No sandbox can be had.</exception>
    public async Task<ValidateResponse> ValidateAsync(ValidateRequest request, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        return request.Language == "python" ? await PythonAsync(request.Code, findings, cancellationToken) : await BashAsync(request.Code, findings, cancellationToken);
    }

    private async Task<ValidateResponse> BashAsync(string code, Findings findings, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["/bin/bash", "--noprofile", "--norc", "-n", "-c", code], cancellationToken);
        if (result.ExitCode != 0)
        {
            return findings.ToResponse(result.Error.Trim());
        }

        BashAnalysis.Read(code, findings);
        return findings.ToResponse();
    }

    private async Task<ValidateResponse> PythonAsync(string code, Findings findings, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["/usr/bin/python3", "-I", "-c", PythonAnalysis.Value, code], cancellationToken);
        if (result.ExitCode != 0)
        {
            return findings.ToResponse("It could not be parsed within the sandbox's limits.");
        }

        var found = JsonElement.Parse(result.Output);
        foreach (var file in found.GetProperty("files").EnumerateArray())
        {
            findings.File(file.GetString()!);
        }

        foreach (var host in found.GetProperty("network").EnumerateArray())
        {
            findings.Network(host.GetString()!);
        }

        foreach (var program in found.GetProperty("processes").EnumerateArray())
        {
            findings.Process(program.GetString()!);
        }

        foreach (var reason in found.GetProperty("reasons").EnumerateArray())
        {
            findings.Reason(reason[0].GetInt32(), reason[1].GetInt32(), reason[2].GetString()!);
        }

        return findings.ToResponse(found.TryGetProperty("error", out var error) ? error.GetString() : null);
    }

    private Task<SandboxResult> RunAsync(string[] command, CancellationToken cancellationToken) =>
        sandbox.RunAsync(new SandboxCommand(command, new WorkspacePath(workspaces.All[0], "."), Limit) { ReadOnly = true }, cancellationToken);

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(CodeValidator).Assembly.GetManifestResourceStream("python_analysis.py")!);
        return reader.ReadToEnd();
    }
}
