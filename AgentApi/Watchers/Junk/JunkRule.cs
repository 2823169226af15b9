using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>One entry of the allow-list.</summary>
/// <param name="Name">Shown beside what it found.</param>
/// <param name="Root">Absolute path of the folder nothing leaves.</param>
/// <param name="Start">Where below the root to look; <c>.</c> is the root itself.</param>
/// <param name="Names">Which files, by name; with <paramref name="WholeFolders"/> which folders.</param>
/// <param name="Age">Nobody wrote to it for so long.</param>
/// <param name="Depth">Levels of folders below the start; 0 only the start.</param>
/// <param name="WholeFolders">True: folders directly below the start go with all that is in them, or not at all.</param>
internal sealed record JunkRule(string Name, string Root, string Start, Regex Names, TimeSpan Age, int Depth, bool WholeFolders = false);
