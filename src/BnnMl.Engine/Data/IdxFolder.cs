using System.Numerics;

namespace BnnMl;

/// <summary>A folder with the four files of MNIST: images and labels, to train and to test ("train" and "t10k"; "test" is understood too).</summary>
static class IdxFolder
{
    static readonly string[] Endings = ["", ".gz"];

    internal static DataSplit Load(string folder)
    {
        var trainImages = Find(folder, "images", "train");
        var trainLabels = Find(folder, "labels", "train");
        var testImages = Find(folder, "images", "t10k", "test");
        var testLabels = Find(folder, "labels", "t10k", "test");
        var (trainClasses, testClasses) = (IdxFile.ReadLabels(trainLabels), IdxFile.ReadLabels(testLabels));
        var classes = CountClasses(trainLabels, trainClasses, testLabels, testClasses.Max());
        CheckLabels(testLabels, testClasses, classes, trainLabels);
        var names = Enumerable.Range(0, classes).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();

        Dataset? train = null, test = null;
        RunBoth(() => train = Join(trainImages, trainLabels, trainClasses, names), () => test = Join(testImages, testLabels, testClasses, names));
        if (train!.Shape != test!.Shape)
            throw new InvalidDataException($"{testImages}: its images are {test.Shape}, but those of {trainImages} are {train.Shape}. Give files of the same image size.");
        return new DataSplit(train, test);
    }

    static string Find(string folder, string content, params string[] parts)
    {
        var dimensions = content == "images" ? "34" : "1";
        var names = from part in parts
                    from dimension in dimensions
                    from mark in "-."
                    from end in Endings
                    select $"{part}-{content}{mark}idx{dimension}-ubyte{end}";
        return names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"{folder}: there is no {names.First()}, plain or .gz. Give a folder with the four idx files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.",
                Path.Combine(folder, names.First()));
    }

    /// <summary>
    /// The classes are 0 … largest label. Small files may lack a class, but one wrong label would make classes out of nothing: of more than ten classes all but the
    /// first (EMNIST's letters count from 1) must occur, and the last also in the labels to test.
    /// </summary>
    static int CountClasses(string path, byte[] labels, string testPath, byte testLargest)
    {
        var occurring = labels.Distinct().ToHashSet();
        var largest = labels.Max();
        if (occurring.Count == 1)
            throw new InvalidDataException($"{path}: all {labels.Length} labels are {largest}. A classifier needs at least two classes.");
        if (largest < 10)
            return largest + 1;
        var where = $"{path}: item {Array.IndexOf(labels, largest)} (from 0) has label {largest}";
        var missing = Enumerable.Range(1, largest).First(label => label == largest || !occurring.Contains((byte)label));
        if (missing < largest)
            throw new InvalidDataException($"{where}, but no item has label {missing}. Correct it; labels are numbers without gaps, from 0.");
        if (testLargest < largest)
            throw new InvalidDataException($"{where}, but those of {testPath} end at {testLargest}. Correct it, or give files that belong together.");
        return largest + 1;
    }

    static void CheckLabels(string path, byte[] labels, int classes, string trainPath)
    {
        var outside = Array.FindIndex(labels, label => label >= classes);
        if (outside >= 0)
            throw new InvalidDataException($"{path}: item {outside} (from 0) has label {labels[outside]}, outside the classes 0…{classes - 1} of {trainPath}. Correct it, or give files that belong together.");
    }

    static Dataset Join(string imagesPath, string labelsPath, byte[] labels, string[] names)
    {
        var (shape, pixels) = IdxFile.ReadImages(imagesPath);
        var images = pixels.Length / shape.Length;
        if (images != labels.Length)
            throw new InvalidDataException($"{imagesPath}: holds {images} images, but {labelsPath} holds {labels.Length} labels. Give files that belong together.");
        var features = new float[pixels.Length];
        Widen(pixels, features);
        return new Dataset(shape, features, Array.ConvertAll(labels, label => (int)label), names, imagesPath);
    }

    /// <summary>Bytes to floats, a vector of bytes at a time: bytes to 16 bits, to 32 bits, to float, all exact.</summary>
    static void Widen(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        var i = 0;
        for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var to = floats[i..];
            Vector.ConvertToSingle(a).CopyTo(to);
            Vector.ConvertToSingle(b).CopyTo(to[Vector<uint>.Count..]);
            Vector.ConvertToSingle(c).CopyTo(to[(2 * Vector<uint>.Count)..]);
            Vector.ConvertToSingle(d).CopyTo(to[(3 * Vector<uint>.Count)..]);
        }

        for (; i < bytes.Length; i++)
            floats[i] = bytes[i];
    }

    /// <summary>Side by side; an exception of the first comes before one of the second, as if they ran in order.</summary>
    static void RunBoth(Action first, Action second)
    {
        var other = Task.Run(second);
        try
        {
            first();
        }
        finally
        {
            Task.WaitAny(other); // waits, does not throw
        }

        other.GetAwaiter().GetResult();
    }
}
