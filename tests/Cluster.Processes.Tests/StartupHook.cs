/// <summary>
/// Named in <c>DOTNET_STARTUP_HOOKS</c> of a node, so that this assembly is loaded into it and its serializers can be named in HOCON.
/// The runtime finds it by this name, outside of any namespace.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
