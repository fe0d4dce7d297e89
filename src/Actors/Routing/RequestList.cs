namespace NeuronActors.Routing;

/// <summary>
/// A doubly linked list of requests through the requests themselves: any of them leaves in constant time, and none allocates. A request
/// is in one list at most. Belongs to one router.
/// </summary>
internal class RequestList
{
    public PendingInfer? First { get; private set; }

    public PendingInfer? Last { get; private set; }

    public int Count { get; private set; }

    public void AddLast(PendingInfer request) => InsertAfter(Last, request);

    public virtual void Remove(PendingInfer request)
    {
        if (request.Previous is null) First = request.Next;
        else request.Previous.Next = request.Next;
        if (request.Next is null) Last = request.Previous;
        else request.Next.Previous = request.Previous;
        (request.List, request.Previous, request.Next) = (null, null, null);
        Count--;
    }

    /// <summary>Adds a request behind another one of the list; null makes it the first.</summary>
    protected void InsertAfter(PendingInfer? previous, PendingInfer request)
    {
        var next = previous is null ? First : previous.Next;
        (request.List, request.Previous, request.Next) = (this, previous, next);
        if (previous is null) First = request;
        else previous.Next = request;
        if (next is null) Last = request;
        else next.Previous = request;
        Count++;
    }
}
