using NeuronActors.Node.Demo.Digits;
using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Demo.Moves;

namespace NeuronActors.Node.Demo;

/// <summary>Where the demo takes place.</summary>
/// <param name="Runtime">The runtime in one line.</param>
/// <param name="Cores">How many cores there are.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Signature">What it takes and gives.</param>
/// <param name="Loaded">Where it was loaded.</param>
/// <param name="Computes">Whether answers mean anything.</param>
internal sealed record DemoScene(
    string Runtime, int Cores, ModelName Model, SubgraphSignature Signature, SubgraphPlacement Loaded, bool Computes);

/// <summary>All that happened.</summary>
/// <param name="Scene">Where it took place.</param>
/// <param name="Digits">What came of the digits.</param>
/// <param name="Moves">What came of the moves, in order.</param>
/// <param name="Load">What came of the load under which they were made.</param>
internal sealed record DemoResult(DemoScene Scene, Classification Digits, ImmutableArray<MoveResult> Moves, LoadResult Load);
