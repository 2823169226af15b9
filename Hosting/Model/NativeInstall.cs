namespace LocalAi.Hosting;

/// <summary>A command that installs a part on this machine.</summary>
/// <param name="IsDone">Whether there is nothing to install.</param>
/// <param name="Command">A path, or a name to look for on PATH.</param>
/// <param name="Args">Its arguments.</param>
public sealed record NativeInstall(Func<bool> IsDone, string Command, params string[] Args);
