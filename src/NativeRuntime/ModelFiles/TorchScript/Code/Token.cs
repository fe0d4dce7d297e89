namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>A token of the code, and the line it is on.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool Is(string text) => Kind is TokenKind.Name or TokenKind.Operator && Text == text;
}
