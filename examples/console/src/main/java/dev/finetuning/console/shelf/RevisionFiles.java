package dev.finetuning.console.shelf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a tenant's datasets: their names, and that none stays which no entry names. Thread-safe. */
final class RevisionFiles {
    private static final Pattern REVISION = Pattern.compile("(d[0-9a-f]{12})-(1|[0-9]+-d[0-9a-f]{12})\\.jsonl");

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    private RevisionFiles(Path folder) {
        this.folder = folder;
    }

    /** The files in a folder, which is created if there is none; without what uploads left there when killed. */
    static RevisionFiles in(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".part")).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder, e);
        }
        return new RevisionFiles(folder);
    }

    /**
     * Removes files that were written for revisions and that no entry names, because the console was killed between the
     * two. Files of datasets of which this journal knows nothing stay: they may be in another.
     *
     * @param datasets what there is
     * @param begun the ids of all datasets that were ever begun
     */
    void keepOnly(Map<String, StoredDataset> datasets, Set<String> begun) {
        Set<String> named = new HashSet<>();
        for (StoredDataset dataset : datasets.values()) {
            dataset.revisions().forEach(revision -> named.add(revision.file()));
        }
        try (Stream<Path> there = Files.list(folder)) {
            for (Path file : there.toList()) {
                Matcher name = REVISION.matcher(file.getFileName().toString());
                boolean unnamed = name.matches() && !named.contains(name.group());
                if (unnamed && (begun.contains(name.group(1)) || datasets.containsKey(name.group(1)))) {
                    remove(madeWith(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder, e);
        }
    }

    /** The name of the file of a dataset's first revision. */
    static String first(String dataset) {
        return dataset + "-1.jsonl";
    }

    /** A name for the file of a further revision: several may be written for the same number, of which one counts. */
    String revision(String dataset, int number) {
        return dataset + "-" + number + "-" + newId() + ".jsonl";
    }

    /** A name that nothing has yet. */
    String newId() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return "d" + HexFormat.of().formatHex(bytes);
    }

    /** A file by its name. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Where a file is written before it is moved into its place; what is left there by a kill goes at the next start. */
    static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Where earlier consoles kept what a remedy changed when it made a revision. */
    private Path earlierChanges(String dataset, int revision) {
        return folder.resolve(dataset + "-" + revision + "-changes.jsonl");
    }

    interface Storing {
        StoredDataset run() throws IOException;
    }

    /** Carries out what makes a revision's file and its entry; if that fails, the file goes. */
    StoredDataset storing(String file, Storing work) {
        boolean done = false;
        try {
            StoredDataset dataset = work.run();
            done = true;
            return dataset;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the dataset", e);
        } finally {
            if (!done) {
                remove(madeWith(file(file)));
            }
        }
    }

    /** Removes everything that belongs to a revision. */
    void remove(String dataset, DatasetRevision revision) {
        Path file = file(revision.file());
        remove(madeWith(file));
        remove(List.of(InspectionFile.of(file), earlierChanges(dataset, revision.number())));
    }

    private static List<Path> madeWith(Path file) {
        return List.of(file, RowIndex.of(file), ChangesWriter.of(file));
    }

    private static void remove(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete a file of the dataset", e);
            }
        }
    }
}
