namespace BnnMl;

/// <summary>
/// Where a segment stands among a fan-in's. It is a type, so that the compiler makes a copy of the kernel for each: a count begins and ends without asking level by level
/// whether it does.
/// </summary>
static unsafe partial class BitSlice
{
    interface ISegment
    {
        /// <summary>Counts begin here.</summary>
        static abstract bool Begins { get; }

        /// <summary>Counts are whole and compared.</summary>
        static abstract bool Ends { get; }
    }

    readonly struct OnlySegment : ISegment
    {
        public static bool Begins => true;

        public static bool Ends => true;
    }

    readonly struct FirstSegment : ISegment
    {
        public static bool Begins => true;

        public static bool Ends => false;
    }

    readonly struct MiddleSegment : ISegment
    {
        public static bool Begins => false;

        public static bool Ends => false;
    }

    readonly struct LastSegment : ISegment
    {
        public static bool Begins => false;

        public static bool Ends => true;
    }
}
