namespace LocalAi.Hosting;

/// <summary>Where a C# project of the application is. The build generates one class in namespace Projects per project reference.</summary>
public interface IProjectMetadata
{
    /// <summary>Absolute path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Absolute path of the assembly the project was built to, or null when it is not known.</summary>
    string? AssemblyPath => null;
}
