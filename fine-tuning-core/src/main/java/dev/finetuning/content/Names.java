package dev.finetuning.content;

import java.util.regex.Pattern;

/** The names of contents. */
final class Names {
    static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private Names() {}
}
