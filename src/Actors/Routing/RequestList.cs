namespace NeuronActors.Routing;

/// <summary>
/// A doubly linked list of requests through the requests themselves: any of them leaves in constant time, and none allocates. A request
/// is in one list at most. Belongs to one router.
/// </summary>
internal sealed class RequestList
{
    public PendingInfer? First { get; private set; }

    public PendingInfer? Last { get; private set; }

    public int Count { get; private set; }

    public void AddLast(PendingInfer request)
    {
        (request.List, request.Previous, request.Next) = (this, Last, null);
        if (Last is null) First = request;
        else Last.Next = request;
        Last = request;
        Count++;
    }

    public void AddFirst(PendingInfer request)
    {
        (request.List, request.Previous, request.Next) = (this, null, First);
        if (First is null) Last = request;
        else First.Previous = request;
        First = request;
        Count++;
    }

    public void Remove(PendingInfer request)
    {
        if (request.Previous is null) First = request.Next;
        else request.Previous.Next = request.Next;
        if (request.Next is null) Last = request.Previous;
        else request.Next.Previous = request.Previous;
        (request.List, request.Previous, request.Next) = (null, null, null);
        Count--;
    }
}
