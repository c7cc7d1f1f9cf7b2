namespace BnnMl;

/// <summary>
/// Where a convolution's positions lie while the gradient of its inputs is made: a lane per position, y · Width + x with the width of the padded input. Then an input's lane is a
/// position's plus an offset that only the place in the kernel decides; lanes without a position hold zeros.
/// </summary>
sealed class GradientMap
{
    const int MaxTerms = 675; // summands of one gradient that share a unit, or those of one word: 75 units under a 3×3 kernel

    /// <param name="plan">A convolution.</param>
    /// <param name="order">Its positions in the order in which they are computed.</param>
    internal GradientMap(PlannedLayer plan, int[] order)
    {
        Width = plan.Input.Width + (2 * plan.Padding);
        Height = plan.Input.Height + (2 * plan.Padding);
        Positions = [.. order.Select(position => (position / plan.Units.Width * Width) + (position % plan.Units.Width))];
        Lanes = ((((plan.Units.Height - 1) * Width) + plan.Units.Width + ShortSums.Lanes - 1) / ShortSums.Lanes) * ShortSums.Lanes;
        PlanePitch = ((Math.Max(Lanes + ((plan.Kernel - 1) * (Width + 1)), Area) + 31) / 32 * 32) + 32;
        Reach = plan.Pool ? (plan.Kernel + 2) / 2 : plan.Kernel;
        SegmentWords = Math.Max(1, MaxTerms / (Reach * Reach) / ShortSums.Step(plan.UnitCount));
    }

    /// <summary>Lanes of a row: the padded input's width.</summary>
    internal int Width { get; }

    /// <summary>Rows of the padded input.</summary>
    internal int Height { get; }

    /// <summary>Values of a channel of the padded input.</summary>
    internal int Area => Width * Height;

    /// <summary>The lane of every position, in their order.</summary>
    internal int[] Positions { get; }

    /// <summary>Lanes of all positions, in whole vectors of 64.</summary>
    internal int Lanes { get; }

    /// <summary>Numbers of a channel's plane, not a power of two.</summary>
    internal int PlanePitch { get; }

    /// <summary>Side of the square of (pooled) positions that an input's gradient comes from, at most.</summary>
    internal int Reach { get; }

    /// <summary>Words of units that share a unit of numbers.</summary>
    internal int SegmentWords { get; }
}
