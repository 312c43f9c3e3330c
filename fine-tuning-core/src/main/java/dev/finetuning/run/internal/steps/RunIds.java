package dev.finetuning.run.internal.steps;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Ids for runs: short enough to be the mark of a job anywhere, and not to be guessed. Thread-safe. */
final class RunIds {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 14;
    private static final String PREFIX = "run-";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[a-z0-9]{" + LENGTH + "}");

    private final SecureRandom random = new SecureRandom();

    String next() {
        StringBuilder id = new StringBuilder(PREFIX);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /**
     * Checks that an id is of this form.
     *
     * @throws IllegalArgumentException if it is not
     */
    static void require(String id) {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("no id of a run has this form; FineTuningRuns.reserve gives one");
        }
    }
}
