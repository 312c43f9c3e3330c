package dev.finetuning.console.shelf;

import java.io.InputStream;

/**
 * A file that somebody sends.
 *
 * @param fileName the name it had there, shown to people and never used as a path
 * @param content its bytes
 */
public record Upload(String fileName, InputStream content) {
    private static final int MAX_NAME = 120;

    /** Keeps the last part of the name, in printable characters. */
    public Upload {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String printable =
                last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}]", "").strip();
        fileName = printable.isEmpty() ? "upload" : printable.substring(0, Math.min(MAX_NAME, printable.length()));
    }

    /** A file's name without its endings, in letters that names of models may have. */
    public static String stem(String fileName) {
        String stem = fileName.replaceFirst("\\..*$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        return stem.isBlank() ? "dataset" : stem;
    }
}
