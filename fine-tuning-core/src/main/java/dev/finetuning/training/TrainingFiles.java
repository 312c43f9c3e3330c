package dev.finetuning.training;

import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/** The files at a provider. Thread-safe. */
public interface TrainingFiles {
    /** All files, fetched page by page as the stream is read. */
    Stream<TrainingFile> list();

    /** The content of a file; the caller closes it. */
    InputStream download(String fileId);

    /** Deletes a file. */
    void delete(String fileId);

    /** The newest file with exactly this name. */
    default Optional<TrainingFile> findByName(String name) {
        try (Stream<TrainingFile> files = list()) {
            return files.filter(file -> file.name().equals(name)).findFirst();
        }
    }
}
