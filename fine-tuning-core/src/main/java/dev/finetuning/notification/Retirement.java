package dev.finetuning.notification;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A version that will stop answering.
 *
 * @param version the version; its aliases are what calls it
 * @param at when its provider stops serving it
 * @param source who says so
 */
public record Retirement(ModelVersion version, Instant at, String source) {
    /** Whether an alias points to it, so that questions are lost when it goes. */
    public boolean inUse() {
        return !version.aliases().isEmpty();
    }

    /** One sentence for people. */
    public String text() {
        String called = version.aliases().stream().map(Alias::toString).sorted().collect(Collectors.joining(", "));
        return version.id() + " stops answering at " + at + " (" + source + "); "
                + (inUse() ? "it is what answers as " + called : "no alias points to it");
    }
}
