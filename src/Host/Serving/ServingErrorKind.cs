namespace NeuronActors.Node.Serving;

/// <summary>What a caller can do about a failure; <see cref="ServingErrorKindExtensions"/> gives the status of each front end.</summary>
internal enum ServingErrorKind
{
    /// <summary>The request cannot be understood, or does not fit the model.</summary>
    InvalidArgument,

    /// <summary>A configured API key is missing, or is another one.</summary>
    Unauthenticated,

    /// <summary>No such model, version, subgraph or path.</summary>
    NotFound,

    /// <summary>The path exists, and does not take this verb.</summary>
    MethodNotAllowed,

    /// <summary>What the request was made for has changed meanwhile; it has to be read anew.</summary>
    Conflict,

    /// <summary>The request is larger than this node takes.</summary>
    TooLarge,

    /// <summary>The caller took it back, or went away.</summary>
    Cancelled,

    /// <summary>It failed in the runtime or here, and another try would fail as well.</summary>
    Internal,

    /// <summary>Understood, and not something that this node does.</summary>
    Unsupported,

    /// <summary>It cannot be served at this moment; another try later may do.</summary>
    Unavailable,

    /// <summary>Refused because too much waits already. Another try after <see cref="ServingError.RetryAfter"/>.</summary>
    Overloaded,

    /// <summary>Its deadline has passed, or cannot be met.</summary>
    DeadlineExceeded,

    /// <summary>The cores have no memory for what was to be loaded.</summary>
    OutOfResources,
}
