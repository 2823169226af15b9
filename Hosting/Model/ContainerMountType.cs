namespace LocalAi.Hosting;

public enum ContainerMountType
{
    BindMount,
    Volume,
}
