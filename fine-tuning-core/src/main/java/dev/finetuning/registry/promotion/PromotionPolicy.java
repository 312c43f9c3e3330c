package dev.finetuning.registry.promotion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gates that a version must pass, all of them.
 *
 * @param gates the gates, in the order their verdicts are reported
 */
public record PromotionPolicy(List<Gate> gates) {
    /** Copies the list. */
    public PromotionPolicy {
        gates = List.copyOf(gates);
    }

    /** A policy of these gates; without any, everything passes. */
    public static PromotionPolicy of(Gate... gates) {
        return new PromotionPolicy(List.of(gates));
    }

    /** The same with one more gate. */
    public PromotionPolicy and(Gate gate) {
        List<Gate> more = new ArrayList<>(gates);
        more.add(gate);
        return new PromotionPolicy(more);
    }

    /** The metrics whose score cards the gates say that they read. */
    public Set<String> metrics() {
        return gates.stream().flatMap(gate -> gate.metrics().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What every gate says. */
    public List<GateVerdict> judge(Candidate candidate) {
        return gates.stream().map(gate -> gate.judge(candidate)).toList();
    }
}
