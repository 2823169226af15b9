namespace LocalAi.ServiceDefaults.Authentication;

public static class Roles
{
    /// <summary>May do everything, keys included. The loopback user of a machine without keys is one.</summary>
    public const string Admin = "admin";

    public const string User = "user";
}
