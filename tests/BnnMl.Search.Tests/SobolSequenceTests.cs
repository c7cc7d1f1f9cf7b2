namespace BnnMl.Search.Tests;

public sealed class SobolSequenceTests
{
    /// <summary>Origin: scipy 1.10.1, qmc.Sobol(d, scramble=False, bits=32), points 8 and 1000, times 2^32.</summary>
    [Fact]
    public void Points_equal_those_of_another_implementation()
    {
        uint[] eighth =
        [
            805306368, 1342177280, 4026531840, 1879048192, 2415919104, 1342177280, 1879048192, 4026531840, 4026531840, 1342177280, 2952790016, 268435456,
            4026531840, 4026531840, 3489660928, 4026531840, 3489660928, 3489660928, 4026531840, 1342177280, 805306368,
        ];
        uint[] thousandth =
        [
            943718400, 415236096, 2227175424, 2906652672, 1203765248, 3896508416, 197132288, 3862953984, 2151677952, 297795584, 364904448, 1094713344, 692060160,
            1648361472, 616562688, 1589641216, 3091202048, 1480589312, 4257218560, 3116367872, 2243952640, 2361393152, 4081057792, 2319450112, 2503999488,
            3896508416, 171966464, 4206886912, 255852544, 1463812096, 633339904, 624951296, 1270874112, 2545942528, 3443523584, 3309305856, 3644850176,
            3569352704, 1321205760, 2059403264,
        ];
        Assert.Equal(eighth, Enumerable.Range(0, eighth.Length).Select(dimension => SobolSequence.Coordinate(dimension, 8)));
        Assert.Equal(thousandth, Enumerable.Range(0, SobolSequence.MaxDimensions).Select(dimension => SobolSequence.Coordinate(dimension, 1000)));
    }

    [Fact]
    public void The_first_1024_points_fall_one_each_into_1024_cells_of_every_axis()
    {
        for (var dimension = 0; dimension < SobolSequence.MaxDimensions; dimension++)
        {
            var cells = Enumerable.Range(0, 1024).Select(i => SobolSequence.Coordinate(dimension, (uint)i) >> 22);
            Assert.Equal(Enumerable.Range(0, 1024).Select(i => (uint)i), cells.Order());
        }
    }
}
