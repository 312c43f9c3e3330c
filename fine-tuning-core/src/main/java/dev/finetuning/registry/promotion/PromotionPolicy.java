package dev.finetuning.registry.promotion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gates of a promotion, all of which must pass.
 *
 * @param gates the gates, in the order of their verdicts
 */
public record PromotionPolicy(List<Gate> gates) {
    /** Copies the list. */
    public PromotionPolicy {
        gates = List.copyOf(gates);
    }

    /** A policy with these gates; without any, everything passes. */
    public static PromotionPolicy of(Gate... gates) {
        return new PromotionPolicy(List.of(gates));
    }

    /** This policy with another gate. */
    public PromotionPolicy and(Gate gate) {
        List<Gate> more = new ArrayList<>(gates);
        more.add(gate);
        return new PromotionPolicy(more);
    }

    /** The metrics whose score cards the gates read, as far as they say. */
    public Set<String> metrics() {
        return gates.stream().flatMap(gate -> gate.metrics().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The verdicts of all gates. */
    public List<GateVerdict> judge(Candidate candidate) {
        return gates.stream().map(gate -> gate.judge(candidate)).toList();
    }
}
