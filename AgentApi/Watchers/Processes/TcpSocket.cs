namespace LocalAi.AgentApi.Watchers.Processes;

/// <param name="Port">Local port.</param>
/// <param name="RemotePort">The other side's port; 0 while listening.</param>
/// <param name="IsListening">Waits for connections.</param>
/// <param name="IsEstablished">Has a connection.</param>
/// <param name="Inode">Number by which its owner's open files name it.</param>
internal readonly record struct TcpSocket(int Port, int RemotePort, bool IsListening, bool IsEstablished, long Inode);
