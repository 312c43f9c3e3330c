package dev.finetuning.search;

import dev.finetuning.search.SearchSpace.Choice;
import dev.finetuning.search.SearchSpace.Parameter;
import dev.finetuning.search.SearchSpace.Range;
import java.util.stream.Collectors;

/** What the trials of one search have in common; they could not be compared otherwise. */
record SearchIdentity(String name, Objective objective, SearchSpace space, long seed) {
    /** The part that is stored, and must be the same in every process that works on the search. */
    String definition() {
        return objective + "; seed " + seed + "; "
                + space.parameters().stream().map(SearchIdentity::describe).collect(Collectors.joining("; "));
    }

    private static String describe(Parameter parameter) {
        if (parameter instanceof Range range) {
            return range.name() + " from " + range.low() + " to " + range.high()
                    + (range.whole() ? ", whole" : "")
                    + (range.logarithmic() ? ", logarithmic" : "");
        }
        return parameter.name() + " of "
                + ((Choice) parameter).values().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
