package dev.finetuning.content;

/**
 * Named contents: each is put once, read in pieces by any process that uses the same store, and removed when nobody
 * needs it any more. An object store fits: its keys are the names, and its ranged reads the pieces.
 *
 * <p>A content that was put is there for every later read, in any process, and whole: a put that is cut off leaves
 * nothing to read, or what was there before. A store need not check its contents, because readers compare them with a
 * hash that they have from elsewhere. Implementations are thread-safe and extend {@code ContentStoreContractTest} from
 * {@code fine-tuning-testing}.
 *
 * <p>All methods throw {@link ContentUnavailableException} if the store cannot be reached, and {@link
 * IllegalArgumentException} for a name that {@link #checkName} refuses.
 */
public interface ContentStore {
    /** The longest name, in characters. */
    int MAX_NAME = 200;

    /**
     * Stores a content durably, in bounded memory. A content of the same name is replaced.
     *
     * @throws java.io.UncheckedIOException if the content itself cannot be read; nothing was stored
     */
    void put(String name, ContentSource content);

    /**
     * Reads a piece of a content.
     *
     * @param offset the number of the first byte, from 0
     * @param limit the maximum number of bytes, at least 1
     * @return 1 to {@code limit} bytes; fewer than {@code limit} do not mean that the end is reached. Empty at or
     *     beyond the end
     * @throws ContentLostException if there is no such content, or a part of it is missing
     * @throws IllegalArgumentException if a number is out of range
     */
    byte[] read(String name, long offset, int limit);

    /** Removes a content; does nothing if there is none. */
    void remove(String name);

    /**
     * Checks a name. Names are safe as file names and as keys: 1 to 200 of the characters {@code a-z}, {@code 0-9},
     * {@code -} and {@code .}, the first of them a letter or a digit.
     *
     * @return the name
     * @throws IllegalArgumentException if it is another text
     */
    static String checkName(String name) {
        if (name.length() > MAX_NAME || !Names.ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException("a content's name has 1 to " + MAX_NAME
                    + " of the characters a-z, 0-9, - and ., and begins with a letter or a digit; this one has "
                    + name.length() + " characters");
        }
        return name;
    }

    /**
     * Checks the numbers of a read.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    static void checkRange(long offset, int limit) {
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "offset must be at least 0 and limit at least 1: " + offset + ", " + limit);
        }
    }
}
