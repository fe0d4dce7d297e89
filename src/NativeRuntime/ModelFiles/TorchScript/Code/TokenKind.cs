namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>The kinds of tokens in the code of an archive.</summary>
internal enum TokenKind
{
    Name,
    Number,
    Text,
    Operator,
    NewLine,
    Indent,
    Dedent,
    End,
}
