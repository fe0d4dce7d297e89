using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Tests.Serving.Security;

public sealed class AccessControlSpecs
{
    [Theory]
    [InlineData(false, false, false, "")]
    [InlineData(true, false, false, "Administration")]
    [InlineData(false, true, false, "Administration")]
    [InlineData(true, false, true, "Inference Administration")]
    public void What_is_guarded_depends_on_what_is_configured(bool key, bool certificates, bool closed, string guarded)
    {
        var access = new AccessControl(new AccessSettings(key ? "k" : null, certificates, closed));

        Assert.Equal(guarded, string.Join(' ', Enum.GetValues<AccessLevel>().Where(access.Guards)));
    }

    [Theory]
    [InlineData("Bearer k", null, true)]
    [InlineData("bearer k", null, true)]
    [InlineData(null, "k", true)]
    [InlineData("Bearer x", "k", false)]
    [InlineData("Basic k", null, false)]
    [InlineData("Bearer ", null, false)]
    [InlineData("Bearer kk", null, false)]
    [InlineData(null, "", false)]
    [InlineData(null, null, false)]
    public void The_key_may_come_in_either_header(string? authorization, string? apiKey, bool passes)
    {
        var access = new AccessControl(new AccessSettings("k"));

        Assert.Equal(passes, access.Refusal(authorization, apiKey, hasCertificate: false) is null);
        Assert.Equal(passes, access.Refusal(authorization, apiKey, hasCertificate: true) is null);
    }

    [Fact]
    public void A_certificate_is_enough_only_where_certificates_are_trusted()
    {
        var access = new AccessControl(new AccessSettings("k", TrustsCertificates: true));

        Assert.Null(access.Refusal(null, null, hasCertificate: true));
        Assert.Null(access.Refusal("Bearer k", null, hasCertificate: false));
        Assert.Equal(
            "This call needs the API key of this node, or a client certificate that it trusts.",
            access.Refusal(null, null, hasCertificate: false)!.Message);
    }
}
