package dev.finetuning.console.work;

import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Role;
import java.util.EnumMap;
import java.util.Map;

/** About how many tokens a large dataset has, by its first examples. */
final class SampledTokens {
    private static final int SAMPLE = 2_000;

    private SampledTokens() {}

    /**
     * What so many examples of a revision have if all are like the first.
     *
     * @param examples how many
     */
    static TokenStatistics of(DatasetShelf shelf, DatasetRevision revision, TokenCounter counter, long examples) {
        return scaled(TokenStatistics.of(shelf.examples(revision).rows(1, SAMPLE), counter), examples);
    }

    private static TokenStatistics scaled(TokenStatistics sample, long examples) {
        double factor = (double) examples / sample.examples();
        TokenCount count = sample.count();
        Map<Role, Long> byRole = new EnumMap<>(Role.class);
        sample.byRole().forEach((role, tokens) -> byRole.put(role, Math.round(tokens * factor)));
        return new TokenStatistics(
                examples,
                new TokenCount(
                        Math.round(count.total() * factor),
                        Math.round(count.trainable() * factor),
                        Math.round(count.tools() * factor)),
                byRole,
                sample.shortest(),
                sample.median(),
                sample.p95(),
                sample.longest(),
                sample.counter(),
                false);
    }
}
