using System.Text.Json;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

/// <summary>The files under fixtures/, and what is expected of them.</summary>
internal static class Fixture
{
    public static string At(params string[] path) => Path.Combine([AppContext.BaseDirectory, "fixtures", .. path]);

    public static JsonElement Expected(params string[] path) => JsonDocument.Parse(File.ReadAllBytes(At([.. path, "expected.json"]))).RootElement;

    /// <summary>The names in the expectations of a folder of many files.</summary>
    public static TheoryData<string> Names(string folder) => [.. Expected(folder).GetProperty("files").EnumerateObject().Select(each => each.Name)];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static JsonElement[] Items(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray()];

    /// <summary>The OIP name of a data type that expectations write as the metaneff does.</summary>
    public static string Oip(string metaneff) => metaneff switch
    {
        "FLOAT" => "FP32",
        "FLOAT16" => "FP16",
        "BFLOAT16" => "BF16",
        "DOUBLE" => "FP64",
        "BYTE" => "UINT8",
        "STRING" => "BYTES",
        var other => other,
    };
}
