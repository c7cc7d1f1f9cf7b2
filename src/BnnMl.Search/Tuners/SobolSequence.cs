namespace BnnMl.Search;

/// <summary>
/// Sobol's low-discrepancy sequence in [0, 1)^d with 32 bits, in the order of Antonov and Saleev's Gray code. Primitive polynomials and initial direction
/// numbers: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30 (2008),
/// doi:10.1137/070709359, the first 40 dimensions of their published table. The first 2^k points fall one each into the 2^k equal cells of every axis.
/// </summary>
static class SobolSequence
{
    /// <summary>Dimensions the table covers.</summary>
    internal const int MaxDimensions = 40;

    const int Bits = 32;

    /// <summary>For each dimension: the polynomial's coefficients as bits (highest first, both ends included), then m_1, m_2, … of its degree.</summary>
    static readonly int[][] JoeKuo =
    [
        [1], [3, 1], [7, 1, 3], [11, 1, 3, 1], [13, 1, 1, 1], [19, 1, 1, 3, 3], [25, 1, 3, 5, 13], [37, 1, 1, 5, 5, 17],
        [41, 1, 1, 5, 5, 5], [47, 1, 1, 7, 11, 19], [55, 1, 1, 5, 1, 1], [59, 1, 1, 1, 3, 11], [61, 1, 3, 5, 5, 31],
        [67, 1, 3, 3, 9, 7, 49], [91, 1, 1, 1, 15, 21, 21], [97, 1, 3, 1, 13, 27, 49], [103, 1, 1, 1, 15, 7, 5],
        [109, 1, 3, 1, 15, 13, 25], [115, 1, 1, 5, 5, 19, 61], [131, 1, 3, 7, 11, 23, 15, 103], [137, 1, 3, 7, 13, 13, 15, 69],
        [143, 1, 1, 3, 13, 7, 35, 63], [145, 1, 3, 5, 9, 1, 25, 53], [157, 1, 3, 1, 13, 9, 35, 107], [167, 1, 3, 1, 5, 27, 61, 31],
        [171, 1, 1, 5, 11, 19, 41, 61], [185, 1, 3, 5, 3, 3, 13, 69], [191, 1, 1, 7, 13, 1, 19, 1], [193, 1, 3, 7, 5, 13, 19, 59],
        [203, 1, 1, 3, 9, 25, 29, 41], [211, 1, 3, 5, 13, 23, 1, 55], [213, 1, 3, 7, 3, 13, 59, 17], [229, 1, 3, 1, 3, 5, 53, 69],
        [239, 1, 1, 5, 5, 23, 33, 13], [241, 1, 1, 7, 7, 1, 61, 123], [247, 1, 1, 7, 9, 13, 61, 49], [253, 1, 3, 3, 5, 3, 55, 33],
        [285, 1, 3, 1, 15, 31, 13, 49, 245], [299, 1, 3, 5, 15, 31, 59, 63, 97], [301, 1, 3, 1, 11, 11, 11, 77, 249],
    ];

    static readonly uint[][] Directions = [.. JoeKuo.Select(Expand)];

    /// <summary>Coordinate <paramref name="dimension"/> of point <paramref name="index"/>, as a fraction of 2^32. Point 0 is the origin.</summary>
    internal static uint Coordinate(int dimension, uint index)
    {
        var (gray, value) = (index ^ (index >> 1), 0u);
        for (var bit = 0; gray != 0; bit++, gray >>= 1)
            value ^= (gray & 1) != 0 ? Directions[dimension][bit] : 0;
        return value;
    }

    /// <summary>v_k = m_k / 2^k as fractions of 2^32; beyond the degree s: m_k = 2 a_1 m_{k−1} ⊕ … ⊕ 2^{s−1} a_{s−1} m_{k−s+1} ⊕ 2^s m_{k−s} ⊕ m_{k−s}.</summary>
    static uint[] Expand(int[] row)
    {
        var (polynomial, degree) = (row[0], row.Length - 1);
        var directions = new uint[Bits];
        for (var k = 0; k < Bits; k++)
        {
            if (degree == 0)
                directions[k] = 1u << (Bits - 1 - k);
            else if (k < degree)
                directions[k] = (uint)row[k + 1] << (Bits - 1 - k);
            else
                directions[k] = Recurrence(directions, polynomial, degree, k);
        }

        return directions;
    }

    static uint Recurrence(uint[] directions, int polynomial, int degree, int k)
    {
        var value = directions[k - degree] ^ (directions[k - degree] >> degree);
        for (var i = 1; i < degree; i++)
            value ^= ((polynomial >> (degree - i)) & 1) != 0 ? directions[k - i] : 0;
        return value;
    }
}
