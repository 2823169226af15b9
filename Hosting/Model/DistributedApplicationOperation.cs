namespace LocalAi.Hosting;

public enum DistributedApplicationOperation
{
    Run,
    Publish,
}
