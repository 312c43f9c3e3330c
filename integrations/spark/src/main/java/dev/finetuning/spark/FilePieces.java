package dev.finetuning.spark;

import dev.finetuning.source.JsonLinesPiece;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.UnreadableSourceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Files of JSON Lines, cut into pieces of whole lines. */
final class FilePieces {
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};

    private final List<Piece> pieces;

    private FilePieces(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** Bytes of a file; lines that begin within them belong to the piece. */
    record Piece(String file, long from, long to) implements Serializable {
        /** The name people know: a local path without its scheme. */
        String name() {
            URI uri = new Path(file).toUri();
            return "file".equals(uri.getScheme()) ? uri.getPath() : file;
        }
    }

    /** How many lines and records a piece has. */
    record Size(long lines, long rows) implements Serializable {}

    /** A piece, what is before it in its file, and the position of its first record. */
    record Placed(Piece piece, long lines, long rows, long position) implements Serializable {}

    static FilePieces of(List<String> paths, JavaSparkContext spark, long pieceBytes) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (String path : paths) {
            Path pattern = new Path(path);
            FileSystem files = pattern.getFileSystem(spark.hadoopConfiguration());
            FileStatus[] found = files.globStatus(pattern);
            if (found == null || found.length == 0) {
                throw new FileNotFoundException("There is no file " + path + ".");
            }
            for (FileStatus file : found) {
                cut(files, file, pieceBytes, pieces);
            }
        }
        return new FilePieces(pieces);
    }

    private static void cut(FileSystem files, FileStatus file, long pieceBytes, List<Piece> pieces) throws IOException {
        if (file.isDirectory()) {
            throw new IOException(
                    file.getPath() + " is a folder; name the files in it, with a pattern such as *.jsonl.");
        }
        String name = file.getPath().toString();
        if (file.getLen() <= pieceBytes || isGzip(files, file)) {
            pieces.add(new Piece(name, 0, Long.MAX_VALUE));
            return;
        }
        for (long from = 0; from < file.getLen(); from += pieceBytes) {
            pieces.add(new Piece(name, from, Math.min(file.getLen(), from + pieceBytes)));
        }
    }

    private static boolean isGzip(FileSystem files, FileStatus file) throws IOException {
        try (FSDataInputStream in = files.open(file.getPath())) {
            return Arrays.equals(in.readNBytes(GZIP.length), GZIP);
        }
    }

    /**
     * Counts the lines of every piece, so that each record has its position and origin, and opens them.
     *
     * @throws UnreadableSourceException if a file holds no records, or is no JSON Lines
     */
    Reading open(JavaSparkContext spark) throws IOException {
        Broadcast<SerializableConfiguration> settings =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        List<Size> sizes = Failures.unwrapped(() -> spark.parallelize(pieces, pieces.size())
                .map(piece -> size(piece, settings.value().value()))
                .collect());
        List<Placed> placed = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        long position = 0;
        long lines = 0;
        long rows = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).from() == 0) {
                requireRecords(i, rows);
                lines = 0;
                rows = 0;
            }
            placed.add(new Placed(pieces.get(i), lines, rows, position));
            starts.add(position);
            lines += sizes.get(i).lines();
            rows += sizes.get(i).rows();
            position += sizes.get(i).rows();
        }
        requireRecords(pieces.size(), rows);
        return new Reading(
                spark.parallelize(placed, placed.size()).mapPartitions(all -> {
                    List<Iterator<Reading.Located>> records = new ArrayList<>();
                    all.forEachRemaining(
                            piece -> records.add(read(piece, settings.value().value())));
                    return records.get(0);
                }),
                starts);
    }

    private void requireRecords(int end, long rows) {
        if (end > 0 && rows == 0) {
            throw new UnreadableSourceException(
                    "empty_source",
                    pieces.get(end - 1).name(),
                    0,
                    "It contains no records.",
                    "Check that it was written completely.");
        }
    }

    private static Size size(Piece piece, Configuration settings) throws IOException {
        // stands for the unknown number of lines before it; only a piece without any is at the beginning
        long before = piece.from() == 0 ? 0 : 1;
        JsonLinesPiece.Start start = new JsonLinesPiece.Start(piece.name(), before, before);
        try (JsonLinesPiece records = opened(piece, start, settings)) {
            while (records.hasNext()) {
                records.next();
            }
            return new Size(records.lines() - before, records.rows() - before);
        }
    }

    private static JsonLinesPiece opened(Piece piece, JsonLinesPiece.Start start, Configuration settings)
            throws IOException {
        Path path = new Path(piece.file());
        FSDataInputStream in = path.getFileSystem(settings).open(path);
        return JsonLinesPiece.of(start, WholeLines.of(in, piece.from(), piece.to()), ReadLimits.DEFAULT);
    }

    private static Iterator<Reading.Located> read(Placed placed, Configuration settings) {
        JsonLinesPiece.Start start = new JsonLinesPiece.Start(placed.piece().name(), placed.lines(), placed.rows());
        try {
            JsonLinesPiece records = opened(placed.piece(), start, settings);
            return new LocatedRecords(records, placed.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
