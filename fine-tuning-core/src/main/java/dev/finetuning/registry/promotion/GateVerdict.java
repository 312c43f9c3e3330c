package dev.finetuning.registry.promotion;

/**
 * What one gate said.
 *
 * @param gate the gate, as it describes itself: {@code "accuracy >= 0.8"}
 * @param passed whether it let the version through
 * @param evidence the figures it judged by, for people
 */
public record GateVerdict(String gate, boolean passed, String evidence) {
    /** A verdict that lets the version through. */
    public static GateVerdict pass(String gate, String evidence) {
        return new GateVerdict(gate, true, evidence);
    }

    /** A verdict that does not. */
    public static GateVerdict fail(String gate, String evidence) {
        return new GateVerdict(gate, false, evidence);
    }

    static GateVerdict of(String gate, boolean passed, String evidence) {
        return new GateVerdict(gate, passed, evidence);
    }
}
