namespace LocalAi.Tests.Watchers.Settings;

/// <summary>Settings files in the shapes their programs write, shortened.</summary>
internal static class SettingsFixtures
{
    public const string LmStudio =
        """
        {
          "onboardingCompleted": true,
          "language": "ko",
          "downloadsFolder": "C:\\Users\\mina\\.lmstudio\\models",
          "enableLocalService": true,
          "defaultContextLength": {
            "type": "custom",
            "value": 65536
          },
          "modelLoadingGuardrails": {
            "mode": "off",
            "customThresholdBytes": 4294967296,
            "alwaysAllowLoadAnyway": false
          },
          "chat": {
            "unloadPreviousModelOnSelect": true,
            "sidebarSort": { "field": "createdAt", "direction": "desc" }
          },
          "developer": {
            "appUpdateChannel": "stable",
            "unloadPreviousJITModelOnLoad": false,
            "jitModelTTL": {
              "enabled": true,
              "ttlSeconds": 3600
            },
            "experimentFlags": []
          }
        }
        """;

    public const string DockerDesktop =
        """
        {
          "AutoStart": false,
          "Cpus": 8,
          "DiskSizeMiB": 65536,
          "DisplayedOnboarding": true,
          "LicenseTermsVersion": 2,
          "MemoryMiB": 12288,
          "SettingsVersion": 43,
          "SwapMiB": 4096,
          "UseResourceSaver": false
        }
        """;

    public const string DockerDesktopOld =
        """
        {
          "autoStart": true,
          "cpus": 8,
          "memoryMiB": 2048,
          "swapMiB": 1024,
          "wslEngineEnabled": false,
          "useResourceSaver": true
        }
        """;

    public const string Wsl = "# Settings apply across all Linux distros running on WSL 2\r\n[wsl2]\r\nmemory=12GB # most of it\r\nprocessors=8\r\nlocalhostForwarding=true\r\n\r\n[experimental]\r\nsparseVhd=true\r\n";
}
