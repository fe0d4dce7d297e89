using System.Text;

namespace NeuronActors.Node.Terminals;

/// <summary>Leaves out the spaces that end a line: tables fill their width with them, and in a file they are only in the way.</summary>
internal sealed class PlainWriter(TextWriter output) : TextWriter
{
    private int _spaces;

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _spaces++;
            return;
        }

        if (value is not ('\r' or '\n'))
        {
            for (; _spaces > 0; _spaces--) output.Write(' ');
        }

        _spaces = 0;
        output.Write(value);
    }

    public override void Flush() => output.Flush();
}
