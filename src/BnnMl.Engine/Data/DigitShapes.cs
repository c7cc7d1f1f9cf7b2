using System.Numerics;

namespace BnnMl;

/// <summary>The ten digits as pen strokes: polylines in a unit square, x to the right and y down; arcs are cut into short lines.</summary>
static class DigitShapes
{
    /// <summary>Degrees of an ellipse that one line stands for.</summary>
    const double Step = 24;

    /// <summary>[digit][way to write it][stroke][point].</summary>
    internal static Vector2[][][][] Ways { get; } =
    [
        [[Arc(.50, .50, .29, .45, 0, 360)], [Arc(.50, .50, .33, .42, -60, 320)]],
        [[Line(.30, .26, .54, .05, .54, .95)], [Line(.50, .05, .50, .95)], [Line(.30, .26, .52, .05, .52, .95), Line(.28, .95, .76, .95)]],
        [[[.. Arc(.50, .31, .28, .26, 190, 400), .. Line(.20, .95, .82, .95)]], [[.. Arc(.48, .28, .26, .23, 200, 410), .. Arc(.36, .82, .17, .13, 270, 20), .. Line(.85, .92)]]],
        [[[.. Arc(.47, .28, .27, .23, 200, 450), .. Arc(.47, .73, .31, .22, 270, 520)]], [[.. Line(.22, .06, .74, .06, .45, .42), .. Arc(.46, .69, .30, .26, 280, 510)]]],
        [[Line(.62, .95, .62, .05, .15, .66, .86, .66)], [Line(.24, .06, .20, .52, .76, .52), Line(.70, .10, .66, .95)]],
        [[[.. Line(.75, .06, .31, .06, .27, .46), .. Arc(.47, .66, .30, .28, 235, 500)]], [[.. Line(.32, .07, .30, .44, .50, .40), .. Arc(.48, .67, .29, .27, 280, 505)], Line(.32, .07, .78, .05)]],
        [[[.. Arc(.75, .66, .52, .60, 255, 180), .. Arc(.50, .68, .27, .27, 180, -180)]], [[.. Line(.62, .04), .. Arc(.50, .70, .27, .24, 200, -150)]]],
        [[Line(.20, .07, .80, .07, .42, .95)], [Line(.20, .20, .22, .07, .80, .07, .45, .95), Line(.36, .52, .74, .50)]],
        [[Arc(.50, .28, .23, .22, 90, 450), Arc(.50, .73, .29, .23, -90, 270)], [[.. Line(.74, .16), .. Arc(.50, .28, .23, .22, -40, -230), .. Arc(.50, .74, .27, .21, -50, 230), .. Line(.70, .26)]]],
        [[[.. Arc(.50, .32, .27, .27, 0, -360), .. Arc(.25, .34, .52, .60, 0, 75)]], [[.. Arc(.48, .30, .26, .25, 0, -360), .. Line(.74, .30, .70, .95)]]],
    ];

    static Vector2[] Line(params ReadOnlySpan<double> coordinates)
    {
        var points = new Vector2[coordinates.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = new((float)coordinates[2 * i], (float)coordinates[(2 * i) + 1]);
        return points;
    }

    /// <summary>Degrees: 0 is right, 90 is down. From the first to the second angle, clockwise where it is larger.</summary>
    static Vector2[] Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var points = new Vector2[(int)Math.Ceiling(Math.Abs(to - from) / Step) + 1];
        for (var i = 0; i < points.Length; i++)
        {
            var (sin, cos) = Math.SinCos((from + ((to - from) * i / (points.Length - 1))) * Math.PI / 180);
            points[i] = new((float)(x + (radiusX * cos)), (float)(y + (radiusY * sin)));
        }

        return points;
    }
}
