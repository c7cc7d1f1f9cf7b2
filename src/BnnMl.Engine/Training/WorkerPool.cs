using System.Runtime.ExceptionServices;

namespace BnnMl;

/// <summary>
/// A few threads that stay. Work is a number of parts; who does which part is left to chance, so parts must not depend on one another, and what they
/// leave behind must not depend on who did it. No allocation per call.
/// </summary>
sealed class WorkerPool : IDisposable
{
    readonly Scratch[] scratches;
    readonly Thread[] threads;
    readonly SemaphoreSlim start = new(0);
    readonly ManualResetEventSlim done = new(false);
    Action<int, Scratch>? work;
    ExceptionDispatchInfo? failure;
    int parts;
    int next;
    int working;
    volatile bool stop;

    /// <param name="count">Threads at work, this one's caller included.</param>
    /// <param name="scratch">Makes each thread's own memory.</param>
    internal WorkerPool(int count, Func<Scratch> scratch)
    {
        scratches = [.. Enumerable.Range(0, count).Select(_ => scratch())];
        threads = [.. Enumerable.Range(1, count - 1).Select(i => new Thread(() => Serve(scratches[i])) { IsBackground = true, Name = $"BnnMl training {i}" })];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <summary>Does parts 0…count − 1 of <paramref name="body"/> and returns when all are done. What a part throws is thrown here, once the others have ended.</summary>
    internal void Run(int count, Action<int, Scratch> body)
    {
        (work, parts, next) = (body, count, -1);
        var helpers = Math.Min(threads.Length, count - 1);
        if (helpers > 0)
        {
            done.Reset();
            Volatile.Write(ref working, helpers);
            start.Release(helpers);
        }

        Work(scratches[0]);
        if (helpers > 0)
            done.Wait();
        work = null;
        var thrown = Interlocked.Exchange(ref failure, null);
        thrown?.Throw();
    }

    public void Dispose()
    {
        stop = true;
        if (threads.Length > 0)
            start.Release(threads.Length);
        foreach (var thread in threads)
            thread.Join();
        start.Dispose();
        done.Dispose();
    }

    void Serve(Scratch scratch)
    {
        while (true)
        {
            start.Wait();
            if (stop)
                return;
            Work(scratch);
            if (Interlocked.Decrement(ref working) == 0)
                done.Set();
        }
    }

    void Work(Scratch scratch)
    {
        try
        {
            for (var part = Interlocked.Increment(ref next); part < parts; part = Interlocked.Increment(ref next))
                work!(part, scratch);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            Volatile.Write(ref next, parts);
        }
    }
}
