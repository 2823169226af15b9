namespace LocalAi.Hosting.Engine;

/// <summary>Makes the dashboard of this build.</summary>
internal static class DashboardStarter
{
    public static IDashboard? Create(DashboardSettings settings) => settings.Port == 0 ? null : null;
}
