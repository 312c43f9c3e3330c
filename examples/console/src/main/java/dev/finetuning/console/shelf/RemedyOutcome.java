package dev.finetuning.console.shelf;

import dev.finetuning.quality.remedy.Change;
import java.util.List;

/**
 * What a remedy does to a revision.
 *
 * @param changed how many examples it changes and keeps
 * @param dropped how many it drops
 * @param first the first of both, in order: at most 100, and fewer where they are long
 */
public record RemedyOutcome(long changed, long dropped, List<Change> first) {
    /** Copies the list. */
    public RemedyOutcome {
        first = List.copyOf(first);
    }

    /** How many examples it changes or drops. */
    public long all() {
        return changed + dropped;
    }

    /** Counts, without content. */
    @Override
    public String toString() {
        return "RemedyOutcome[%,d changed, %,d dropped]".formatted(changed, dropped);
    }
}
