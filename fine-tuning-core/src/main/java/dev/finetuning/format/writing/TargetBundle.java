package dev.finetuning.format.writing;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files written for a {@link Target}: the data file, its configuration file, and the examples that the
 * target cannot represent.
 *
 * @param data the data file, named by the hash of its content
 * @param configuration the configuration file for the trainer, if it needs one
 * @param written how many examples the data file contains
 * @param withoutInfo how many of them have metadata, a validation or a maker other than people, which the
 *     file does not contain; {@link ExampleFormat#withInfo} would write it
 * @param losses examples that were left out, and why
 */
public record TargetBundle(
        Path data,
        Optional<Path> configuration,
        long written,
        long withoutInfo,
        List<UnwritableExampleException> losses) {
    private static final String DATA = ".jsonl";
    private static final int HASH_BYTES = 6;

    /** Copies the list. */
    public TargetBundle {
        losses = List.copyOf(losses);
    }

    /**
     * Writes examples for a target. Each file is written to a temporary file, forced to disk and moved into
     * place in one step; the same content gets the same names. Examples keep their order, except where a trainer
     * reads a table: there, an example far down that is the first to have some field is moved to the front.
     *
     * @param folder where to write; created if missing
     * @param name the dataset's name; letters, digits, dot, hyphen and underscore
     * @throws IOException if a file cannot be written
     * @throws EmptyBundleException if there is no example, or the target can carry none; nothing is written then
     * @throws IllegalArgumentException if the name contains other characters
     */
    public static TargetBundle write(Target target, Path folder, String name, Iterable<? extends Example> examples)
            throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "a name has 1 to 100 letters, digits, dots, hyphens and underscores and begins with one of the first two");
        }
        List<UnwritableExampleException> losses = new ArrayList<>();
        MessageDigest digest = Sha256.start();
        long[] written = new long[2];
        RecordShapes shapes = new RecordShapes();
        boolean silent = !target.format().writesInfo();
        AtomicFile.Content content = out -> {
            OutputStream hashed = new DigestOutputStream(out, digest);
            if (target.byteOrderMark()) {
                hashed.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
            }
            try (LineSink lines = target.isTable() ? new TableLines(folder) : LineSink.to(hashed)) {
                for (Example example : examples) {
                    boolean line = line(target, example, lines, losses, shapes);
                    written[0] += line ? 1 : 0;
                    written[1] += line && silent && example.info().saysMore() ? 1 : 0;
                }
                lines.writeTo(hashed);
            }
            if (written[0] == 0) {
                throw new EmptyBundleException(target.name(), losses);
            }
            hashed.flush();
        };
        Path data = AtomicFile.writeIn(
                folder, content, () -> name + "-" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES) + DATA);
        String stem = String.valueOf(data.getFileName()).replace(DATA, "");
        return new TargetBundle(
                data, configuration(target, folder, stem, data, shapes.fields()), written[0], written[1], losses);
    }

    private static boolean line(
            Target target,
            Example example,
            LineSink lines,
            List<UnwritableExampleException> losses,
            RecordShapes shapes)
            throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream(512);
        try {
            target.format().writeJson(example, json);
        } catch (UnwritableExampleException e) {
            losses.add(e);
            return false;
        }
        boolean looked = target.isTable() || target.configuration().isPresent();
        boolean news = looked && shapes.note(json.toByteArray());
        json.write('\n');
        lines.add(json.toByteArray(), news);
        return true;
    }

    private static Optional<Path> configuration(Target target, Path folder, String name, Path data, Set<String> fields)
            throws IOException {
        Optional<TargetConfiguration> configuration = target.configuration();
        if (configuration.isEmpty()) {
            return Optional.empty();
        }
        String dataName = String.valueOf(data.getFileName());
        Path file = folder.resolve(configuration.get().fileName(name));
        String text =
                configuration.get().text(new TargetConfiguration.Data(file, name, dataName, fields, target.setting()));
        AtomicFile.writeText(file, text);
        return Optional.of(file);
    }
}
