using System.Security.Cryptography;

namespace LocalAi.Hosting;

/// <summary>A random value from the operating system's generator. Look-alike characters are left out, as in Aspire.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerCase = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    /// <summary>Characters in the value.</summary>
    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public override string GetDefaultValue()
    {
        var alphabet = (Lower ? LowerCase : "") + (Upper ? UpperCase : "") + (Numeric ? Digits : "") + (Special ? SpecialCharacters : "");
        if (alphabet.Length == 0)
        {
            throw new InvalidOperationException("A generated parameter needs at least one kind of character: Lower, Upper, Numeric or Special.");
        }

        // At least 128 bits: log2 of the smallest alphabet here (10 digits) is 3.3 bits a character.
        var shortest = (int)Math.Ceiling(128 / Math.Log2(alphabet.Length));
        return RandomNumberGenerator.GetString(alphabet, Math.Max(MinLength, shortest));
    }
}
