package dev.finetuning.console.shelf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files of a tenant's datasets: their names, and that none stays which no entry names. Thread-safe. */
final class RevisionFiles {
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
