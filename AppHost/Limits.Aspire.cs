using System.Globalization;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using SwarmResources = Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm.Resources;

namespace LocalAi.AppHost;

/// <summary>Limits on Aspire: arguments of the container runtime when run, deploy.resources when published to Compose. Aspire cannot limit projects when run.</summary>
internal static class Limits
{
    public static IResourceBuilder<T> WithLimits<T>(
        this IResourceBuilder<T> builder, double? cpus = null, string? memory = null, double? cpuReservation = null, string? memoryReservation = null,
        int? pids = null, string? gpus = null)
        where T : IComputeResource
    {
        if (builder.Resource is ContainerResource container)
        {
            var args = new List<string>();
            Add("--cpus", Text(cpus));
            Add("--memory", memory);
            Add("--memory-reservation", memoryReservation);
            Add("--pids-limit", pids?.ToString(CultureInfo.InvariantCulture));
            Add("--gpus", gpus);
            builder.ApplicationBuilder.CreateResourceBuilder(container).WithContainerRuntimeArgs([.. args]);

            void Add(string option, string? value)
            {
                if (value is not null)
                {
                    args.Add($"{option}={value}");
                }
            }
        }

        return builder.PublishAsDockerComposeService((_, service) =>
        {
            service.Deploy = new Deploy
            {
                Resources = new SwarmResources
                {
                    Limits = new ResourceSpec { Cpus = Text(cpus), Memory = memory },
                    Reservations = new ResourceSpec { Cpus = Text(cpuReservation), Memory = memoryReservation },
                },
            };
            service.Restart = "unless-stopped";
            if (gpus is not null)
            {
                // Compose's typed model has no device reservations; this is the CDI name of all NVIDIA GPUs.
                service.Devices.Add("nvidia.com/gpu=all");
            }
        });
    }

    private static string? Text(double? number) => number?.ToString(CultureInfo.InvariantCulture);
}
