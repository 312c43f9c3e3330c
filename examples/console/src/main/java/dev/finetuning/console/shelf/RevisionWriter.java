package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.GivingWay;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Origin;
import dev.finetuning.format.ExampleFormat;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the file of a revision, one example a line, and counts. The file appears at the end, or not at all. */
final class RevisionWriter implements Closeable {
    private static final String ORIGIN = "origin";

    private final Path file;
    private final Path part;
    private final OutputStream out;
    private final RowIndex rows = new RowIndex();
    private final GivingWay way = new GivingWay();
    /** The SHA-256 of each example. */
    private final List<byte[]> hashes = new ArrayList<>();

    private long written;
    private @Nullable ExampleKind kind;
    private @Nullable ExampleFormat format;
    private int examples;
    private int validated;

    RevisionWriter(Path file) throws IOException {
        this.file = file;
        this.part = RevisionFiles.part(file);
        this.out = new Counted(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16));
    }

    /** Counts what is written. */
    private final class Counted extends FilterOutputStream {
        Counted(OutputStream into) {
            super(into);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            written += length;
        }
    }

    /** Adds an example; the first one says of which kind all must be. */
    void add(Example example) throws IOException {
        ExampleFormat into = format;
        if (into == null) {
            kind = ExampleKind.of(example);
            into = kind.format();
            format = into;
        } else if (ExampleKind.of(example) != kind) {
            throw RefusedException.invalid("file", "has examples of different kinds; upload them apart");
        }
        way.step();
        rows.add(written);
        into.writeJson(example, out);
        out.write('\n');
        hashes.add(HexFormat.of().parseHex(Fingerprint.of(example).hex()));
        examples++;
        validated += example.info().validation().isPresent() ? 1 : 0;
    }

    /** With the name of its file for people as the origin, which is kept when the file is stored under another name. */
    static Example from(String name, Example example) {
        ExampleInfo info = example.info();
        if (info.metadata().containsKey(ORIGIN)) {
            return example;
        }
        Origin read = info.provenance().origin();
        return example.withInfo(info.withMetadata(ORIGIN, new Origin(name, read.line(), read.row()).toString()));
    }

    /** That of all examples, for which the file need not be read again. */
    private Fingerprint fingerprint() {
        hashes.sort(Arrays::compareUnsigned);
        Fingerprint.Ascending all = new Fingerprint.Ascending();
        hashes.forEach(all::add);
        return all.end();
    }

    RevisionContents end() throws IOException {
        out.close();
        if (kind == null) {
            throw RefusedException.invalid("file", "no record of it could be read as an example");
        }
        Fingerprint fingerprint = fingerprint();
        rows.write(file);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return new RevisionContents(kind.word(), examples, validated, written, fingerprint.hex());
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
