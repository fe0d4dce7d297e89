using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuronActors.Benchmarks.Reports;

/// <summary>All findings of a run, and where it was.</summary>
internal sealed record OverheadReport(Surroundings Surroundings, bool HasVerdicts, IReadOnlyList<OverheadReport.CaseFindings> Cases)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IncludeFields = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public IEnumerable<Finding> Missed => Cases.SelectMany(findings => findings.Findings).Where(finding => finding.IsMissed);

    public void WriteJson(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));

    /// <summary>What one case found.</summary>
    internal sealed record CaseFindings(string Case, string Summary, IReadOnlyList<Finding> Findings);
}
