namespace NeuronActors.Cluster.Serialization;

/// <summary>The names of the pool's messages on the wire: two letters and the number of the layout. None is ever reused.</summary>
internal static class PoolManifest
{
    public const string ScopedCommand = "SC1";
    public const string NodeAnswered = "NA1";
    public const string PoolChanged = "CH1";
    public const string PoolUnloaded = "UL1";
    public const string PoolPlacement = "PP1";
    public const string PoolPlacementTable = "PM1";
    public const string PoolTable = "PT1";
    public const string PoolRejected = "RJ1";
    public const string PoolFailed = "FL1";
    public const string NodeAnnouncement = "AN1";
    public const string GetAnnouncement = "GA1";
    public const string ConfirmAnnouncement = "CA1";
    public const string AnnouncementHeard = "AH1";
    public const string Learn = "LN1";
    public const string Learned = "LD1";
    public const string Decide = "DE1";
    public const string Deciding = "DG1";
    public const string Execute = "EX1";
    public const string Executing = "EG1";
    public const string Place = "PL1";
    public const string Placed = "PD1";
    public const string PoolState = "ST1";
    public const string DesiredShard = "DS1";
    public const string GetModel = "GM1";
    public const string ModelDescription = "MD1";
}
