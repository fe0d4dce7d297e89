using NeuronActors.Cluster;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Tests.Serving;

public sealed class ServingErrorSpecs
{
    [Theory]
    [InlineData(RejectionReason.QueueFull, 503, 14)]
    [InlineData(RejectionReason.DeadlineExceeded, 504, 4)]
    [InlineData(RejectionReason.ModelNotFound, 404, 5)]
    [InlineData(RejectionReason.ModelUnavailable, 503, 14)]
    [InlineData(RejectionReason.InvalidInput, 400, 3)]
    [InlineData(RejectionReason.Draining, 503, 14)]
    [InlineData(RejectionReason.Cancelled, 499, 1)]
    [InlineData(RejectionReason.TooLargeForFrame, 413, 8)]
    public void A_refusal_has_one_status_in_each_protocol(RejectionReason reason, int http, int grpc)
    {
        var error = ServingError.Of(new InferRejected(reason, "why") { RetryAfter = TimeSpan.FromSeconds(2) });

        Assert.Equal((http, grpc, "why"), (error.Kind.HttpStatus(), error.Kind.GrpcStatus(), error.Message));
        Assert.Equal(TimeSpan.FromSeconds(2), error.RetryAfter);
    }

    [Theory]
    [InlineData(PoolRejection.InvalidArgument, 400, 3)]
    [InlineData(PoolRejection.ModelNotFound, 404, 5)]
    [InlineData(PoolRejection.NameTaken, 400, 3)]
    [InlineData(PoolRejection.CoreUnavailable, 503, 14)]
    [InlineData(PoolRejection.NodeNotFound, 404, 5)]
    [InlineData(PoolRejection.StaleVersion, 409, 10)]
    [InlineData(PoolRejection.NoCoordinator, 503, 14)]
    [InlineData(PoolRejection.Busy, 503, 14)]
    public void A_refusal_of_the_pool_has_one_too_and_says_when_to_come_back_where_that_helps(PoolRejection reason, int http, int grpc)
    {
        var error = ServingError.Of(new PoolRejected(reason, "why"))!;

        Assert.Equal((http, grpc, "why"), (error.Kind.HttpStatus(), error.Kind.GrpcStatus(), error.Message));
        Assert.Equal(reason is PoolRejection.NoCoordinator or PoolRejection.Busy, error.SaysWhen);
    }

    [Fact]
    public void A_change_that_failed_says_where_and_what_is_left()
    {
        ImmutableArray<NodeRange> left = [new(new NodeName("n1"), new NcRange(0, 1))];
        var undone = ServingError.Of(new PoolFailed(new NodeName("n2"), RuntimeErrorKind.OutOfResources, "No room.", true, left))!;
        var unknown = ServingError.Of(new PoolFailed(new NodeName("n2"), RuntimeErrorKind.LifeCycle, "Gone. May be.", false, left) { IsOutcomeUnknown = true })!;
        var stuck = ServingError.Of(new PoolFailed(new NodeName("n2"), RuntimeErrorKind.LifeCycle, "Gone.", false, left))!;

        Assert.Equal((507, "Node n2: No room. The model is back where it was."), (undone.Kind.HttpStatus(), undone.Message));
        Assert.Equal((503, "Node n2: Gone. May be."), (unknown.Kind.HttpStatus(), unknown.Message));
        Assert.Equal((503, "Node n2: Gone. The model could not be put back. It is now on n1 (0, 1)."), (stuck.Kind.HttpStatus(), stuck.Message));
        Assert.Null(ServingError.Of(new PoolUnloaded(new ModelName("m"))));
    }

    [Theory]
    [InlineData(RuntimeErrorKind.BadRequest, 400, 400)]
    [InlineData(RuntimeErrorKind.UnsupportedModel, 501, 501)]
    [InlineData(RuntimeErrorKind.OutOfResources, 503, 507)]
    [InlineData(RuntimeErrorKind.Busy, 503, 503)]
    [InlineData(RuntimeErrorKind.TimedOut, 503, 503)]
    [InlineData(RuntimeErrorKind.Numerical, 500, 500)]
    [InlineData(RuntimeErrorKind.DeviceFault, 503, 503)]
    [InlineData(RuntimeErrorKind.LifeCycle, 503, 503)]
    [InlineData(RuntimeErrorKind.Unknown, 500, 500)]
    public void A_failure_says_whether_another_try_may_do(RuntimeErrorKind kind, int ofInference, int ofLoad)
    {
        Assert.Equal(ofInference, ServingError.Of(new InferFailed(kind, "why")).Kind.HttpStatus());
        Assert.Equal(ofLoad, ServingError.Of(new NeuronRuntimeException(kind, "load", "why"))!.Kind.HttpStatus());
    }

    [Fact]
    public void Whatever_is_to_be_expected_of_placement_is_an_error_and_nothing_else_is()
    {
        Assert.Equal(400, ServingError.Of(new ArgumentOutOfRangeException("ncCount", "There are 4 cores."))!.Kind.HttpStatus());
        Assert.Equal("There are 4 cores.", ServingError.Of(new ArgumentOutOfRangeException("ncCount", "There are 4 cores."))!.Message);
        Assert.Equal(404, ServingError.Of(new PlacementException(new PlacementRejected(PlacementRejection.ModelNotFound, "no")))!.Kind.HttpStatus());
        Assert.Equal(400, ServingError.Of(new PlacementException(new PlacementRejected(PlacementRejection.BadModelFile, "no")))!.Kind.HttpStatus());
        Assert.Equal(503, ServingError.Of(new PlacementException(new PlacementRejected(PlacementRejection.CoreUnavailable, "no")))!.Kind.HttpStatus());
        Assert.Equal(400, ServingError.Of(new ModelFileException("/m", "no"))!.Kind.HttpStatus());
        Assert.Null(ServingError.Of(new NotSupportedException()));
    }

    [Fact]
    public void Every_kind_has_a_status_in_each_protocol() => Assert.All(Enum.GetValues<ServingErrorKind>(), kind =>
    {
        Assert.InRange(kind.HttpStatus(), 400, 599);
        Assert.InRange(kind.GrpcStatus(), 1, 16);
    });
}
