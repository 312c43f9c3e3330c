package dev.finetuning.registry.promotion;

import java.util.Set;

/** Enough people approved. */
record Approvals(int people) implements Gate {
    @Override
    public GateVerdict judge(Candidate candidate) {
        Set<String> given = candidate.version().approvals().keySet();
        return GateVerdict.of(
                "approved by at least " + people + " people",
                given.size() >= people,
                given.isEmpty() ? "no approvals" : "approved by " + String.join(", ", given));
    }
}
