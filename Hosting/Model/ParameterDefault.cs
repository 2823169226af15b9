namespace LocalAi.Hosting;

/// <summary>How a parameter gets a value nobody configured.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}
