using NeuronActors.Node.CommandLine;

return await NodeProgram.RunAsync(args);
