namespace LocalAi.Hosting;

/// <summary>One way to run a container's work as a process of this machine; the first possible one is taken.</summary>
internal sealed record NativeProgramAnnotation(NativeProgram Program) : IResourceAnnotation;
